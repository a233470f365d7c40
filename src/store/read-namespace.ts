/**
 * Reads a whole namespace at once.
 *
 * @module
 */
import type { LogRecord } from '../memory/log.ts';
import type { Store } from '../memory/store.ts';
import type { VectorSet } from '../memory/vector-set.ts';

/** A namespace's whole log, and the vectors of what its newest records say. */
export interface NamespaceContent {
  readonly records: readonly LogRecord[];
  /** `undefined` until the namespace has its first vector. */
  readonly vectors: VectorSet | undefined;
}

/**
 * Reads all of a namespace. Others may write between the reads of its parts: an entry that changed meanwhile
 * comes without a vector, never with that of another text.
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
