/**
 * Brings a database to the current schema.
 *
 * @module
 */
import { AtomMemError } from '../../shared/error.ts';
import type { Connection, Query } from './connection.ts';
import { MIGRATIONS } from './schema.ts';

/** The advisory lock for migrations: "AtMm" as a number. */
const MIGRATION_LOCK = 0x41744d6d;

/** Brings the database to the current schema. */
export async function migrate(connection: Connection, schema: string): Promise<void> {
  if ((await stepsTaken(connection.query, schema)) === MIGRATIONS.length) return;
  await connection.transaction(async (query) => {
    await query(`select pg_advisory_xact_lock(${MIGRATION_LOCK})`);
    // Another process may have migrated meanwhile.
    const taken = await stepsTaken(query, schema);
    if (taken === MIGRATIONS.length) return;
    await createVectorType(query);
    await query('create schema if not exists $schema');
    for (const step of MIGRATIONS.slice(taken)) await (typeof step === 'string' ? query(step) : step(query));
    await query(`create table if not exists $schema.migration (version integer primary key);
      insert into $schema.migration (version) values (${MIGRATIONS.length})`);
  });
}

async function stepsTaken(query: Query, schema: string): Promise<number> {
  const tables = await query<{ name: string }>(
    'select table_name as name from information_schema.tables where table_schema = $1',
    [schema],
  );
  if (tables.length === 0) return 0;
  if (!tables.some((table) => table.name === 'migration')) {
    throw new AtomMemError('foreign', {
      problem: `the schema "${schema}" holds tables of another program`,
      remedy: 'Name another one with "schema". This one was not changed',
    });
  }
  const [row] = await query<{ version: number }>('select max(version) as version from $schema.migration');
  const version = row?.version ?? 0;
  if (version <= MIGRATIONS.length) return version;
  throw new AtomMemError('newer-schema', {
    problem: `the schema "${schema}" has version ${version}, and this version reads up to ${MIGRATIONS.length}`,
    remedy: 'Update atommem. The database was not changed',
  });
}

async function createVectorType(query: Query): Promise<void> {
  const [found] = await query("select 1 from pg_extension where extname = 'vector'");
  if (found !== undefined) return;
  const [offered] = await query("select 1 from pg_available_extensions where name = 'vector'");
  if (offered === undefined) {
    throw new AtomMemError('missing-library', {
      problem: 'the PostgreSQL server has no pgvector',
      remedy: 'Install the extension "vector" on the server (github.com/pgvector/pgvector)',
    });
  }
  await query('create extension if not exists vector');
}
