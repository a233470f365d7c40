/**
 * Undoes records by new records.
 *
 * @module
 */
import type { Embedder } from './embedder.ts';
import type { Entry } from './entry.ts';
import { invertRecord, type LogRecord, replayLog, toEntry, writesToRestore } from './log.ts';
import type { Commit, CommitOptions, Store } from './store.ts';
import { embedWrites } from './write-vectors.ts';

export interface UndoOptions extends Pick<CommitOptions, 'time' | 'actor' | 'key'> {
  /** Embeds the restored texts, if the namespace keeps vectors. */
  readonly embedder?: Embedder;
}

/**
 * Undoes one record by a new one. Refused with `no-such-entry` if the record does not exist or its text was
 * purged, and with `version-conflict` if the entry has changed since.
 */
export async function undoOperation(
  store: Store,
  namespace: string,
  generation: number,
  { embedder, ...options }: UndoOptions,
): Promise<Commit> {
  const [record] = await store.log(namespace, { after: generation - 1, upTo: generation });
  if (record === undefined) return { ok: false, refusal: 'no-such-entry' };
  const write = invertRecord(record, await entryBefore(store, namespace, record));
  const vectors = await embedWrites([write], embedder);
  const [done] = await store.commit(namespace, vectors.writes, {
    ...options,
    ...vectors.options,
    undoOf: generation,
  });
  return done!;
}

/** Undoes everything after a generation by new records, all or none. */
export async function undoSince(
  store: Store,
  namespace: string,
  generation: number,
  { embedder, ...options }: UndoOptions,
): Promise<readonly Commit[]> {
  const records = await store.log(namespace);
  const writes = writesToRestore(replayLog(records), replayLog(records, { upTo: generation }));
  if (writes.length === 0) return [];
  const vectors = await embedWrites(writes, embedder);
  return store.commit(namespace, vectors.writes, { ...options, ...vectors.options, atomic: true });
}

async function entryBefore(store: Store, namespace: string, record: LogRecord): Promise<Entry | undefined> {
  if (record.previous === null) return undefined;
  const [before] = await store.log(namespace, { after: record.previous - 1, upTo: record.previous });
  return before && toEntry(before);
}
