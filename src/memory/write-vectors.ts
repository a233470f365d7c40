import { AtomMemError } from '../shared/error.ts';
import type { Embedder } from './embedder.ts';
import { SCRATCHPAD } from './entry.ts';
import type { Write } from './write.ts';

/** Writes with the vectors of their texts, and what a commit has to be told of them. */
export interface EmbeddedWrites {
  readonly writes: readonly Write[];
  readonly options: { readonly embedder?: string };
}

/** Gives every text that is to be written its vector; the scratchpad is never searched and needs none. */
export async function embedWrites(
  writes: readonly Write[],
  embedder: Embedder | undefined,
  signal?: AbortSignal,
): Promise<EmbeddedWrites> {
  if (embedder === undefined) return { writes, options: {} };
  const texts = writes.flatMap((write) => (needsVector(write) ? [write.text] : []));
  if (texts.length === 0) return { writes, options: {} };
  const vectors = [...(await embedTexts(embedder, texts, 'entry', signal))];
  return {
    writes: writes.map((write) => (needsVector(write) ? { ...write, vector: vectors.shift()! } : write)),
    options: { embedder: embedder.name },
  };
}

/** @throws AtomMemError `bad-vector` when the embedder does not give one vector for each text. */
export async function embedTexts(
  embedder: Embedder,
  texts: readonly string[],
  role: 'query' | 'entry',
  signal?: AbortSignal,
): Promise<readonly Float32Array[]> {
  const vectors = await embedder.embed(texts, role, signal);
  if (vectors.length === texts.length) return vectors;
  throw new AtomMemError('bad-vector', {
    problem: `embedder ${embedder.name} gave ${vectors.length} vectors for ${texts.length} texts`,
    remedy: 'It must give one for each, in order; nothing was written',
  });
}

function needsVector(write: Write): write is Exclude<Write, { kind: 'delete' }> {
  return write.kind !== 'delete' && write.id !== SCRATCHPAD;
}
