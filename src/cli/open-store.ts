/**
 * Opens the store that a command line names.
 *
 * @module
 */
import { existsSync } from 'node:fs';
import { type Command, Option } from 'commander';
import type { Store } from '../memory/store.ts';
import { AtomMemError } from '../shared/error.ts';
import { usageError } from './usage-error.ts';

/** Flags of every command that uses a store. */
export interface StoreFlags {
  readonly store: string;
  readonly namespace: string;
}

export function addStoreOptions(command: Command): Command {
  return command
    .option('--store <place>', 'SQLite file such as agent.db, or a postgres:// URL')
    .hook('preAction', requireStore)
    .addOption(new Option('--namespace <name>', 'namespace of the memory').default('default'));
}

/** Refuses a call without `--store`, with an example of the command. */
function requireStore(command: Command): void {
  if (command.opts<Partial<StoreFlags>>().store !== undefined) return;
  const names: string[] = [];
  for (let at: Command | null = command; at !== null; at = at.parent) names.unshift(at.name());
  const given = command.registeredArguments.filter(({ required }) => required);
  const words = given.map((argument) => argument.name().toUpperCase());
  throw usageError(
    '--store is missing',
    `Pass a SQLite file or a postgres:// URL, as in "${[...names, ...words].join(' ')} --store agent.db"`,
  );
}

/**
 * Opens a store at a `postgres://` URL or in a file.
 *
 * @param create whether a missing file is created. Otherwise it is an error: it is almost always a typo.
 * @throws AtomMemError `missing-file`, `foreign`, `newer-schema`, `unreachable`, `usage`
 */
export async function openStore(place: string, create: boolean): Promise<Store> {
  if (place === '')
    throw usageError('--store is empty', 'Name a file such as agent.db, or a postgres:// URL');
  // Loaded when needed, because Node 22 prints a warning when `node:sqlite` is imported.
  if (/^postgres(ql)?:\/\//.test(place)) {
    const { createPostgresStore } = await import('../store/postgres/postgres-store.ts');
    return createPostgresStore({ url: place });
  }
  if (!create && !existsSync(place)) {
    throw new AtomMemError('missing-file', {
      problem: `${place}: no such file`,
      remedy: `Check the path, or create it with "atommem memory add TEXT --store ${place}"`,
      details: { path: place },
    });
  }
  const { createSqliteStore } = await import('../store/sqlite/sqlite-store.ts');
  try {
    return createSqliteStore({ path: place });
  } catch (error) {
    // A file that cannot be written can still be read. Commands that write fail when they do.
    if (create || !AtomMemError.isInstance(error, 'read-only')) throw error;
    return createSqliteStore({ path: place, readOnly: true });
  }
}

/** Opens a store, calls `work`, and always closes the store. */
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
