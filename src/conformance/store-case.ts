/**
 * Types and helpers for the store conformance cases.
 * @module
 */

import type { Entry } from '../memory/entry.ts';
import type { LogRecord } from '../memory/log.ts';
import type { Commit, CommitOptions, Store } from '../memory/store.ts';
import type { Write } from '../memory/write.ts';
import { check } from './assert.ts';

/** What a store's test passes to the suite. */
export interface StoreContext {
  /** Opens an empty store that shares no data with any other. The suite closes it. */
  open(): Promise<Store>;
  /** Closes the store and reopens its data. Omit it if the store does not persist data. */
  reopen?(store: Store): Promise<Store>;
  /** Returns every byte the store keeps outside this process. Omit it if the store keeps none. */
  rawBytes?(store: Store): Promise<Uint8Array>;
  /** Length of the longest text that is written, in characters. Default: 10.5 million. */
  readonly longestText?: number;
}

/** One requirement for every store. `run` throws if the store does not meet it. */
export interface StoreCase {
  readonly name: string;
  run(context: StoreContext): Promise<void>;
}

/** Defines a case that runs on a fresh store. The store is closed even if the case fails. */
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

/** Commits writes (default time: 1). */
export function commit(
  store: Store,
  namespace: string,
  writes: readonly Write[],
  options: Partial<CommitOptions> = {},
): Promise<readonly Commit[]> {
  return store.commit(namespace, writes, { time: 1, ...options });
}

/** Commits one write that must be applied, and returns its record. */
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

/** Creates one entry and returns its id. */
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
