import type { CreateOperation } from '../memory/operation.ts';
import type { Chunk } from '../task/observation.ts';

/** Stores a window of the stream whole, with the documents that it holds. */
export function storeChunk({ text, documents }: Chunk): CreateOperation {
  return { op: 'create', text, meta: { sources: documents.map(({ id }) => id) } };
}
