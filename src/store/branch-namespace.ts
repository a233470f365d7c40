/**
 * Copies a namespace with its history.
 *
 * @module
 */
import { type LogRecord, replayLog } from '../memory/log.ts';
import type { Store } from '../memory/store.ts';
import { readNamespace } from './read-namespace.ts';

/**
 * Copies the history of a namespace to an empty one, up to a generation (default: all). Later writes to one
 * do not reach the other. The vector of an entry is copied if its text is unchanged. An entry that has been
 * purged since is deleted in the branch, and its records hold no text there either.
 *
 * @throws AtomMemError `not-empty` if `to` holds records
 */
export async function branchNamespace(
  store: Store,
  from: string,
  to: string,
  options: { readonly upTo?: number } = {},
): Promise<void> {
  const { records, vectors: set } = await readNamespace(store, from);
  const { upTo = records.length } = options;
  const kept = records.filter((record) => record.generation <= upTo);
  const branch = [...kept, ...deletesOfPurged(records, kept)];
  if (set === undefined) return store.restore(to, branch);
  const [now, then] = [replayLog(records), replayLog(kept)];
  const same = [...set.vectors].filter(([id]) => now.get(id)?.text === then.get(id)?.text);
  return store.restore(to, branch, { ...set, vectors: new Map(same) });
}

/** Without the delete of its purge, a purged entry would be live in the branch, with no text. */
function deletesOfPurged(records: readonly LogRecord[], kept: readonly LogRecord[]): readonly LogRecord[] {
  const newest = new Map(kept.map((record) => [record.id, record]));
  const purged = [...newest.values()].filter((record) => record.kind !== 'delete' && record.text === null);
  return purged.flatMap((last, place) => {
    const gone = records.find(
      ({ id, kind, generation }) => id === last.id && kind === 'delete' && generation > last.generation,
    );
    const [generation, version, previous] = [kept.length + place + 1, last.version + 1, last.generation];
    return gone === undefined ? [] : [{ ...gone, generation, version, previous, undoOf: null }];
  });
}
