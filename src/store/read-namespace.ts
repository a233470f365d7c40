/**
 * Reads a whole namespace at once.
 *
 * @module
 */
import type { LogRecord } from '../memory/log.ts';
import type { Store } from '../memory/store.ts';
import type { VectorSet } from '../memory/vector-set.ts';

/** The whole log of a namespace, and the vectors of its live entries. */
export interface NamespaceContent {
  readonly records: readonly LogRecord[];
  /** `undefined` if the namespace has no vectors yet. */
  readonly vectors: VectorSet | undefined;
}

/**
 * Reads a whole namespace. If others write meanwhile, an entry that changed comes without a vector, never
 * with that of another text.
 */
export async function readNamespace(store: Store, namespace: string): Promise<NamespaceContent> {
  const generation = await store.generation(namespace);
  const set = await store.vectors.all(namespace);
  const records = await store.log(namespace);
  if (set === undefined) return { records, vectors: undefined };
  const changed = new Set(records.slice(generation).map((record) => record.id));
  const vectors = new Map([...set.vectors].filter(([id]) => !changed.has(id)));
  return { records, vectors: { ...set, vectors } };
}
