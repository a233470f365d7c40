/**
 * Gives the entries of a namespace vectors: anew with another embedder, or where they are missing.
 *
 * @module
 */
import { type EmbedOptions, embedAccepted, embedTexts, type UnembeddedEntry } from '../memory/embed-texts.ts';
import type { Embedder } from '../memory/embedder.ts';
import type { Entry } from '../memory/entry.ts';
import type { Store } from '../memory/store.ts';
import type { EntryVector } from '../memory/vector-set.ts';

/** The result of embedding entries. */
export interface EmbedReport {
  /** Number of entries embedded. */
  readonly embedded: number;
  /** Entries that the embedder refuses. They have no vector; search by words still finds them. */
  readonly refused: readonly UnembeddedEntry[];
}

/**
 * Moves a namespace to another embedder: embeds every entry and replaces the old vectors, which stay in use
 * until the last entry is embedded. If the embedder fails, the namespace is unchanged. If it refuses an
 * entry, the report names the entry, which is left without a vector.
 */
export async function reembed(
  store: Store,
  namespace: string,
  embedder: Embedder,
  options: EmbedOptions = {},
): Promise<EmbedReport> {
  const entries = await store.list(namespace);
  const vectors: EntryVector[] = [];
  const refused: UnembeddedEntry[] = [];
  for await (const batch of embedInBatches(entries, embedder, options)) {
    vectors.push(...batch.vectors);
    refused.push(...batch.refused);
  }
  const report = { embedded: vectors.length, refused };
  if (vectors.length === 0 && (await store.vectors.space(namespace)) === undefined) return report;
  // Without entries, a space may remain that would keep the new embedder out.
  const [probe] = vectors.length > 0 ? [] : await embedTexts(embedder, ['empty'], 'entry', options.signal);
  const dimensions = (vectors[0]?.vector ?? probe!).length;
  await store.vectors.put(namespace, { embedder: embedder.name, dimensions }, vectors, { replace: true });
  return report;
}

/**
 * Embeds the entries that have no vector yet, such as those written without an embedder.
 *
 * @param options.skip entries that are left alone, for example because they were refused before.
 */
export async function embedMissing(
  store: Pick<Store, 'vectors'>,
  namespace: string,
  embedder: Embedder,
  options: EmbedOptions & { readonly skip?: (entry: Entry) => boolean } = {},
): Promise<EmbedReport> {
  const { skip = () => false } = options;
  const entries = (await store.vectors.missing(namespace)).filter((entry) => !skip(entry));
  const refused: UnembeddedEntry[] = [];
  for await (const batch of embedInBatches(entries, embedder, options)) {
    refused.push(...batch.refused);
    const dimensions = batch.vectors[0]?.vector.length;
    if (dimensions === undefined) continue;
    await store.vectors.put(namespace, { embedder: embedder.name, dimensions }, batch.vectors);
  }
  return { embedded: entries.length - refused.length, refused };
}

interface EmbeddedBatch {
  readonly vectors: readonly EntryVector[];
  readonly refused: readonly UnembeddedEntry[];
}

async function* embedInBatches(
  entries: readonly Entry[],
  embedder: Embedder,
  options: EmbedOptions,
): AsyncGenerator<EmbeddedBatch, void> {
  const { batchSize = 256 } = options;
  for (let start = 0; start < entries.length; start += batchSize) {
    const batch = entries.slice(start, start + batchSize);
    const texts = batch.map((entry) => entry.text);
    const { vectors, refused } = await embedAccepted(embedder, texts, options);
    yield {
      vectors: batch.flatMap(({ id, version }, position) => {
        const vector = vectors[position];
        return vector === undefined ? [] : [{ id, version, vector }];
      }),
      refused: refused.map(({ position, reason }) => ({ id: batch[position]!.id, reason })),
    };
  }
}
