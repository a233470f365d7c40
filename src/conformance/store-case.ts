import type { Entry } from '../memory/entry.ts';
import type { LogRecord } from '../memory/log.ts';
import type { Commit, CommitOptions, Store } from '../memory/store.ts';
import type { Write } from '../memory/write.ts';
import { check } from './assert.ts';

/** What a store's own test gives the suite. */
export interface StoreContext {
  /** Opens an empty store, apart from all others. The suite closes it. */
  open(): Promise<Store>;
  /** Closes the store and opens what it left behind; absent where nothing outlives a store. */
  reopen?(store: Store): Promise<Store>;
  /** Every byte that the store keeps outside this process; absent where there is no such place. */
  rawBytes?(store: Store): Promise<Uint8Array>;
}

/** One thing that holds of every store; `run` throws where it does not. */
export interface StoreCase {
  readonly name: string;
  run(context: StoreContext): Promise<void>;
}

/** A case on one fresh store, which is closed whatever happens. */
export function onStore(
  name: string,
  run: (store: Store, context: StoreContext) => Promise<void>,
): StoreCase {
  return {
    name,
    async run(context) {
      const store = await context.open();
      try {
        await run(store, context);
      } finally {
        await store.close();
      }
    },
  };
}

/** Commits at time 1 unless told otherwise. */
export function commit(
  store: Store,
  namespace: string,
  writes: readonly Write[],
  options: Partial<CommitOptions> = {},
): Promise<readonly Commit[]> {
  return store.commit(namespace, writes, { time: 1, ...options });
}

/** Commits one write that must be applied; gives its record. */
export async function apply(
  store: Store,
  namespace: string,
  write: Write,
  options: Partial<CommitOptions> = {},
): Promise<LogRecord> {
  const [done] = await commit(store, namespace, [write], options);
  check(done?.ok === true, `refused: ${JSON.stringify(done)}`);
  return done.record;
}

/** Creates one entry; gives its id. */
export async function create(
  store: Store,
  namespace: string,
  text: string,
  options: Partial<CommitOptions> = {},
): Promise<string> {
  return (await apply(store, namespace, { kind: 'create', text }, options)).id;
}

export function refusals(commits: readonly Commit[]): readonly string[] {
  return commits.map((done) => (done.ok ? 'applied' : done.refusal));
}

export function listTexts(entries: Iterable<Entry>): readonly string[] {
  return [...entries].map((entry) => entry.text);
}
