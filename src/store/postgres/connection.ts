/**
 * Connections and transactions, and the outcome of a transaction after a lost connection.
 * @module
 */
import type { Pool, PoolClient } from 'pg';
import { AtomMemError } from '../../shared/error.ts';
import { closed } from '../store-errors.ts';
import { connectionLost, isConnectionLoss, toStoreError, unreachable } from './postgres-error.ts';

/** Runs one statement. `$schema` in its text is replaced by the schema of the store. */
export type Query = <Row = Record<string, unknown>>(
  sql: string,
  values?: readonly unknown[],
) => Promise<Row[]>;

export interface Connection {
  /** Runs one statement on any connection. */
  readonly query: Query;
  /**
   * Runs a transaction: all or nothing. If the connection is lost during the commit, the server is asked on
   * another connection whether it was applied, so that the outcome is nearly always known.
   */
  transaction<Result>(run: (query: Query) => Promise<Result>): Promise<Result>;
  /** Runs statements that cannot run inside a transaction, on one connection. */
  alone<Result>(run: (query: Query) => Promise<Result>): Promise<Result>;
  close(): Promise<void>;
}

export interface ConnectionOptions {
  readonly url: string;
  readonly schema: string;
  /** Largest number of connections. */
  readonly connections: number;
  /** Milliseconds to wait for another writer, and for a connection. */
  readonly busyWait: number;
}

const INT8 = 20;
/** Number of status queries about a transaction, and milliseconds between them. */
const STATUS_TRIES = 20;
const STATUS_PAUSE = 100;

export async function connect(options: ConnectionOptions): Promise<Connection> {
  const pool = await createPool(options);
  const schema = `"${options.schema.replaceAll('"', '""')}"`;
  let isClosed = false;

  const queryOn =
    (client: Pick<PoolClient, 'query'>): Query =>
    async <Row>(sql: string, values: readonly unknown[] = []) => {
      const text = sql.replaceAll('$schema', schema);
      // Without values, one text can hold several statements.
      const result = values.length === 0 ? await client.query(text) : await client.query(text, [...values]);
      return result.rows as Row[];
    };

  async function lend(): Promise<PoolClient> {
    try {
      // A malformed address throws synchronously.
      return await pool.connect();
    } catch (error) {
      throw unreachable(error);
    }
  }

  async function withClient<Result>(run: (client: PoolClient) => Promise<Result>): Promise<Result> {
    if (isClosed) throw closed('the PostgreSQL store');
    let client: PoolClient | undefined;
    let broken = false;
    try {
      client = await lend();
      return await run(client);
    } catch (error) {
      broken = isConnectionLoss(error) || AtomMemError.isInstance(error, 'connection-lost');
      throw toStoreError(error);
    } finally {
      client?.release(broken);
    }
  }

  async function fate(transaction: string): Promise<'committed' | 'aborted' | 'unknown'> {
    for (let tries = 0; tries < STATUS_TRIES; tries++) {
      try {
        const { rows } = await pool.query('select pg_xact_status($1::text::xid8) as status', [transaction]);
        const { status } = rows[0] as { status: string | null };
        if (status === 'committed' || status === 'aborted') return status;
        if (status === null) return 'unknown';
      } catch {
        // The server may be restarting.
      }
      await new Promise((resolve) => setTimeout(resolve, STATUS_PAUSE));
    }
    return 'unknown';
  }

  return {
    query: (sql, values) => withClient((client) => queryOn(client)(sql, values)),
    alone: (run) => withClient((client) => run(queryOn(client))),
    async transaction<Result>(run: (query: Query) => Promise<Result>) {
      let sent: { readonly transaction: string | null; readonly result: Result } | undefined;
      try {
        return await withClient((client) =>
          runTransaction(queryOn(client), run, options.busyWait, (ending) => {
            sent = ending;
          }),
        );
      } catch (error) {
        const lost = AtomMemError.isInstance(error, 'connection-lost');
        // Before "commit" was sent, nothing can have been applied.
        if (!lost || sent === undefined) throw error;
        // A transaction without an id wrote nothing.
        if (sent.transaction === null) return sent.result;
        const status = await fate(sent.transaction);
        if (status === 'committed') return sent.result;
        throw connectionLost(status === 'aborted' ? 'no' : 'unknown', error);
      }
    },
    async close() {
      if (isClosed) return;
      isClosed = true;
      await pool.end();
    },
  };
}

/** @param onEnding is called with the result right before "commit" is sent. */
async function runTransaction<Result>(
  query: Query,
  run: (query: Query) => Promise<Result>,
  busyWait: number,
  onEnding: (ending: { readonly transaction: string | null; readonly result: Result }) => void,
): Promise<Result> {
  try {
    await query(`begin; set local lock_timeout = ${busyWait}`);
    const result = await run(query);
    const [row] = await query<{ transaction: string | null }>(
      'select pg_current_xact_id_if_assigned()::text as transaction',
    );
    onEnding({ transaction: row?.transaction ?? null, result });
    await query('commit');
    return result;
  } catch (error) {
    if (!isConnectionLoss(error)) await query('rollback').catch(ignore);
    throw error;
  }
}

async function createPool({ url, connections, busyWait }: ConnectionOptions): Promise<Pool> {
  const { default: pg } = await import('pg').catch((cause: unknown) => {
    throw new AtomMemError('missing-library', {
      problem: 'the PostgreSQL store needs the package "pg"',
      remedy: 'Run npm install pg',
      cause,
    });
  });
  const pool = new pg.Pool({
    connectionString: url,
    max: connections,
    connectionTimeoutMillis: busyWait,
    types: {
      // Generations and counts stay far below 2^53, so numbers are exact.
      getTypeParser: (type: number, format?: unknown) =>
        type === INT8 ? Number : pg.types.getTypeParser(type, format as 'text'),
    } as typeof pg.types,
  });
  // Queries report a lost connection. Without listeners, the event would also end the process.
  pool.on('error', ignore);
  pool.on('connect', (client) => client.on('error', ignore));
  return pool;
}

function ignore(): void {}
