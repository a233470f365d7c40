import type { Embedder } from './embedder.ts';
import type { Store } from './store.ts';
import type { EntryVector } from './vector-set.ts';
import { embedTexts } from './write-vectors.ts';

export interface EmbedOptions {
  /** Most texts handed to the embedder at once. Default 256. */
  readonly batchSize?: number;
  readonly signal?: AbortSignal;
}

/**
 * Moves a namespace to another embedder: embeds every entry anew and forgets the old vectors. These stay
 * in use until the last entry is embedded, so an embedder that fails leaves the namespace as it was.
 *
 * @returns the number of entries embedded.
 */
export async function reembed(
  store: Store,
  namespace: string,
  embedder: Embedder,
  options: EmbedOptions = {},
): Promise<number> {
  const entries = await store.list(namespace);
  const vectors: EntryVector[] = [];
  for await (const batch of embedInBatches(entries, embedder, options)) vectors.push(...batch);
  if (vectors.length === 0 && (await store.vectors.space(namespace)) === undefined) return 0;
  // Where nothing lives, a space may still be left that would keep the new embedder out.
  const [probe] = vectors.length > 0 ? [] : await embedTexts(embedder, ['empty'], 'entry', options.signal);
  const dimensions = (vectors[0]?.vector ?? probe!).length;
  await store.vectors.put(namespace, { embedder: embedder.name, dimensions }, vectors, { replace: true });
  return vectors.length;
}

/**
 * Embeds the entries that have no vector yet: those written where no embedder was at hand.
 *
 * @returns the number of entries embedded.
 */
export async function embedMissing(
  store: Pick<Store, 'vectors'>,
  namespace: string,
  embedder: Embedder,
  options: EmbedOptions = {},
): Promise<number> {
  const entries = await store.vectors.missing(namespace);
  for await (const batch of embedInBatches(entries, embedder, options)) {
    const dimensions = batch[0]!.vector.length;
    await store.vectors.put(namespace, { embedder: embedder.name, dimensions }, batch);
  }
  return entries.length;
}

async function* embedInBatches(
  entries: Awaited<ReturnType<Store['list']>>,
  embedder: Embedder,
  { batchSize = 256, signal }: EmbedOptions,
): AsyncGenerator<EntryVector[], void> {
  for (let start = 0; start < entries.length; start += batchSize) {
    const batch = entries.slice(start, start + batchSize);
    const texts = batch.map((entry) => entry.text);
    const vectors = await embedTexts(embedder, texts, 'entry', signal);
    yield batch.map(({ id, version }, position) => ({ id, version, vector: vectors[position]! }));
  }
}
