import { existsSync } from 'node:fs';
import { type Command, Option } from 'commander';
import type { Store } from '../memory/store.ts';
import { AtomMemError } from '../shared/error.ts';
import { usageError } from './usage-error.ts';

/** Options of every command that works on a store. */
export interface StoreFlags {
  readonly store: string;
  readonly namespace: string;
}

export function addStoreOptions(command: Command): Command {
  return command
    .requiredOption('--store <place>', 'a SQLite file such as agent.db, or a postgres:// URL')
    .addOption(new Option('--namespace <name>', 'whose memory').default('default'));
}

/**
 * Opens a store by its place: a `postgres://` URL, or else a file.
 *
 * @param create whether a file that is not there is made; otherwise it is an error, since it is mistyped.
 * @throws one line: no such file, a foreign or newer one, a server that cannot be reached.
 */
export async function openStore(place: string, create: boolean): Promise<Store> {
  if (place === '')
    throw usageError('--store is empty', 'Name a file such as agent.db, or a postgres:// URL');
  // Loaded here: Node 22 warns of `node:sqlite` as soon as it is imported.
  if (/^postgres(ql)?:\/\//.test(place)) {
    const { createPostgresStore } = await import('../store/postgres/postgres-store.ts');
    return createPostgresStore({ url: place });
  }
  if (!create && !existsSync(place)) {
    throw new Error(`${place}: no such file; "atommem ask --store ${place}" or "memory import" makes one`);
  }
  const { createSqliteStore } = await import('../store/sqlite/sqlite-store.ts');
  try {
    return createSqliteStore({ path: place });
  } catch (error) {
    // What cannot be written can be looked at; a command that writes says so when it does.
    if (create || !AtomMemError.isInstance(error, 'read-only')) throw error;
    return createSqliteStore({ path: place, readOnly: true });
  }
}

/** Opens a store, works with it and closes it, whatever happens. */
export async function withStore<Result>(
  place: string,
  create: boolean,
  work: (store: Store) => Promise<Result>,
): Promise<Result> {
  const store = await openStore(place, create);
  try {
    return await work(store);
  } finally {
    await store.close();
  }
}
