import { StoreError, type StoreErrorDetails } from '../../memory/store-error.ts';

/** Gives what the driver threw the one shape of store errors; other errors pass unchanged. */
export function toStoreError(error: unknown): unknown {
  if (!(error instanceof Error) || error instanceof StoreError) return error;
  if (isConnectionLoss(error)) return connectionLost('no', error);
  const state = sqlState(error);
  return state === undefined ? error : new StoreError({ ...describe(state, error.message), cause: error });
}

/** Whether the connection is gone, as opposed to the server having refused a statement. */
export function isConnectionLoss(error: unknown): boolean {
  if (!(error instanceof Error) || error instanceof StoreError) return false;
  const state = sqlState(error);
  // 57P01 to 57P03: the server shuts down, crashed, or is starting.
  if (state !== undefined) return state.startsWith('08') || state.startsWith('57P0');
  const { code } = error as { code?: unknown };
  return typeof code === 'string' || /connection|timeout/i.test(error.message);
}

export function connectionLost(applied: 'no' | 'unknown', cause: unknown): StoreError {
  return new StoreError({
    kind: 'connection-lost',
    problem: `the connection to PostgreSQL was lost, and the operation was ${applied === 'no' ? 'not applied' : 'perhaps applied'}`,
    remedy:
      applied === 'no'
        ? 'try again when the server can be reached'
        : 'repeat the commit with the same "key": it is then applied once, whatever became of this one',
    cause,
    applied,
  });
}

/** No connection could be made: nothing was asked of the server. */
export function unreachable(error: unknown): unknown {
  if (!isConnectionLoss(error)) return error;
  return new StoreError({
    kind: 'unreachable',
    problem: `PostgreSQL cannot be reached (${(error as Error).message || (error as { code?: string }).code})`,
    remedy: 'check that the server runs and that the address, port and number of connections are right',
    cause: error,
  });
}

/** The five characters by which PostgreSQL names its errors (appendix A of its manual). */
function sqlState(error: Error): string | undefined {
  const { code } = error as { code?: unknown };
  return typeof code === 'string' && /^[0-9A-Z]{5}$/.test(code) ? code : undefined;
}

function describe(state: string, message: string): StoreErrorDetails {
  if (state.startsWith('53')) {
    return {
      kind: 'full',
      problem: `PostgreSQL has no room left (${message})`,
      remedy: 'free space or connections on the server; what was stored is intact',
    };
  }
  if (state === '25006' || state === '42501') {
    return {
      kind: 'read-only',
      problem: `PostgreSQL does not let this user write (${message})`,
      remedy: 'connect to the primary server, as a user that may write',
    };
  }
  if (state === '55P03' || state === '40P01' || state === '57014') {
    return {
      kind: 'locked',
      problem: 'the namespace was locked by another writer for longer than the wait allowed',
      remedy: 'try again, raise "busyWait", or end the long transaction',
    };
  }
  if (state.startsWith('28') || state === '3D000') {
    return {
      kind: 'unreachable',
      problem: `PostgreSQL refused the connection (${message})`,
      remedy: 'check user, password and database in the address',
    };
  }
  if (state === '54000' && message.includes('vector')) {
    return {
      kind: 'bad-vector',
      problem: `pgvector cannot hold it (${message})`,
      remedy: 'use an embedder of fewer dimensions; nothing was written',
    };
  }
  if (state.startsWith('XX')) {
    return {
      kind: 'corrupted',
      problem: `PostgreSQL reports an internal error (${message})`,
      remedy: "look into the server's log",
    };
  }
  return {
    kind: 'unknown',
    problem: `PostgreSQL failed with ${state} (${message})`,
    remedy: 'see the cause; nothing of this operation was stored',
  };
}
