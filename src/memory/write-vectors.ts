/**
 * Adds vectors to writes, for stores that keep a vector beside every entry.
 *
 * @module
 */
import { embedAccepted } from './embed-texts.ts';
import type { Embedder } from './embedder.ts';
import { SCRATCHPAD } from './entry.ts';
import type { Write } from './write.ts';

/** Writes with the vectors of their texts, and the options that a commit of them needs. */
export interface EmbeddedWrites {
  readonly writes: readonly Write[];
  readonly options: { readonly embedder?: string };
}

/**
 * Adds a vector to every text to be written. The scratchpad is never searched and gets none. A text that the
 * embedder refuses is written without one, and `embedMissing` lists it.
 * @throws what the embedder throws, if it is out of order
 */
export async function embedWrites(
  writes: readonly Write[],
  embedder: Embedder | undefined,
  signal?: AbortSignal,
): Promise<EmbeddedWrites> {
  if (embedder === undefined) return { writes, options: {} };
  const texts = writes.flatMap((write) => (needsVector(write) ? [write.text] : []));
  if (texts.length === 0) return { writes, options: {} };
  const vectors = (await embedAccepted(embedder, texts, { signal })).vectors.values();
  return {
    writes: writes.map((write) => (needsVector(write) ? { ...write, vector: vectors.next().value } : write)),
    options: { embedder: embedder.name },
  };
}

function needsVector(write: Write): write is Exclude<Write, { kind: 'delete' }> {
  return write.kind !== 'delete' && write.id !== SCRATCHPAD;
}
