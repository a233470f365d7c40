/**
 * Chunks as entries.
 *
 * @module
 */
import type { CreateOperation } from '../memory/operation.ts';
import type { Chunk } from '../task/observation.ts';

/** Stores a whole chunk and records its documents as sources. */
export function storeChunk({ text, documents }: Chunk): CreateOperation {
  return { op: 'create', text, meta: { sources: documents.map(({ id }) => id) } };
}
