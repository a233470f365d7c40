import { entryOf, replayLog } from './log.ts';
import type { Store } from './store.ts';

/**
 * Starts a namespace with the history of another, up to a generation (all by default). From then on the
 * two know nothing of each other. Vectors go along where the entry is still the one they were made of.
 *
 * @throws StoreError `not-empty` when `to` holds records.
 */
export async function branchNamespace(
  store: Store,
  from: string,
  to: string,
  options: { readonly upTo?: number } = {},
): Promise<void> {
  const all = await store.log(from);
  const { upTo = all.length } = options;
  const kept = all.slice(0, upTo);
  const set = await store.vectors.all(from);
  if (set === undefined) return store.restore(to, kept);
  const now = replayLog(all);
  const texts = new Map(kept.map((record) => [record.id, entryOf(record)?.text]));
  const same = [...set.vectors].filter(([id]) => now.get(id)?.text === texts.get(id));
  return store.restore(to, kept, { ...set, vectors: new Map(same) });
}
