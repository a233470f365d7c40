/**
 * The embedder in this process that `--embedder` names.
 *
 * @module
 */
import type { Embedder } from '../memory/embedder.ts';
import { usageError } from './usage-error.ts';

type Open = (place: string, queryPrefix: string | undefined) => Promise<Embedder>;

const KINDS: ReadonlyMap<string, Open> = new Map<string, Open>([
  [
    'onnx',
    async (model, queryPrefix) => {
      const { transformersEmbedder } = await import('../transformers/transformers-embedder.ts');
      return transformersEmbedder({ model, queryPrefix });
    },
  ],
  [
    'static',
    async (path) => {
      const { staticEmbedder } = await import('../transformers/static-embedder.ts');
      return staticEmbedder({ path });
    },
  ],
  [
    'gguf',
    async (path, queryPrefix) => {
      const { llamaEmbedder } = await import('../llama/llama-embedder.ts');
      return llamaEmbedder({ path, queryPrefix });
    },
  ],
]);

/** Embedders by place. Retrievers of one run share the weights. */
const opened = new Map<string, Promise<Embedder>>();

/**
 * Opens `onnx:FOLDER`, `static:FOLDER` or `gguf:FILE`, and embeds one text, so that a bad file is reported at once.
 *
 * @throws AtomMemError `usage` for another form
 */
export function openEmbedder(place: string, queryPrefix: string | undefined): Promise<Embedder> {
  const colon = place.indexOf(':');
  const open = KINDS.get(place.slice(0, colon));
  const path = place.slice(colon + 1);
  if (open === undefined || path === '') {
    throw usageError(
      `--embedder ${place} names no embedder`,
      `Pass ${[...KINDS.keys()].map((kind) => `${kind}:PATH`).join(', ')}`,
    );
  }
  const key = JSON.stringify([place, queryPrefix ?? null]);
  const known = opened.get(key);
  if (known !== undefined) return known;
  const opening = open(path, queryPrefix).then(async (embedder) => {
    await embedder.embed(['a'], 'entry');
    return embedder;
  });
  opened.set(key, opening);
  return opening;
}
