/**
 * Keeps an index up to date with the log of a namespace.
 *
 * @module
 */
import { type Entry, type EntryId, SCRATCHPAD } from './entry.ts';
import { toEntry } from './log.ts';
import type { EntryIndex } from './retriever.ts';
import type { Store } from './store.ts';

/** Keeps an index up to date with the log of a namespace, whoever writes to it. */
export interface Follower {
  /** Applies the records that the index does not reflect yet. */
  catchUp(now: number, signal?: AbortSignal): Promise<void>;
}

/**
 * Creates a follower. The first call builds the index, so a namespace that is never searched costs nothing.
 * Expired entries are removed from the index, so that they never take a place among the hits.
 */
export function createFollower(store: Store, namespace: string, index: EntryIndex): Follower {
  let reflected = -1;
  const expiry = new Map<EntryId, number>();

  async function load(signal?: AbortSignal): Promise<void> {
    // The generation is read first. Writes in between are then applied twice, which is harmless.
    const generation = await store.generation(namespace);
    const entries = await store.list(namespace);
    await add(entries, signal);
    reflected = generation;
  }

  async function replay(signal?: AbortSignal): Promise<void> {
    const records = await store.log(namespace, { after: reflected });
    const changed = new Map<EntryId, Entry | undefined>();
    for (const record of records) if (record.id !== SCRATCHPAD) changed.set(record.id, toEntry(record));
    const gone = [...changed].filter(([, entry]) => entry === undefined).map(([id]) => id);
    index.remove(gone);
    for (const id of gone) expiry.delete(id);
    await add(
      [...changed.values()].filter((entry) => entry !== undefined),
      signal,
    );
    reflected = records.at(-1)?.generation ?? reflected;
  }

  async function add(entries: readonly Entry[], signal?: AbortSignal): Promise<void> {
    if (entries.length === 0) return;
    await index.add(entries, signal);
    for (const entry of entries) {
      if (entry.expiresAt === undefined) expiry.delete(entry.id);
      else expiry.set(entry.id, entry.expiresAt);
    }
  }

  async function follow(now: number, signal?: AbortSignal): Promise<void> {
    if (reflected < 0) await load(signal);
    else if ((await store.generation(namespace)) !== reflected) await replay(signal);
    const expired = [...expiry].filter(([, expiresAt]) => expiresAt <= now).map(([id]) => id);
    index.remove(expired);
  }

  // One at a time: of two concurrent calls, the one that read less of the log could finish last.
  let last: Promise<unknown> = Promise.resolve();
  return {
    catchUp(now, signal) {
      const mine = last.then(() => follow(now, signal));
      last = mine.catch(() => {});
      return mine;
    },
  };
}
