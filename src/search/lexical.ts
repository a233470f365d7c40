import MiniSearch from 'minisearch';
import type { Entry, EntryId } from '../memory/entry.ts';
import type { EntryIndex, Hit, Retriever, SearchOptions } from '../memory/retriever.ts';
import { matchesFilter } from './meta-filter.ts';
import { dropStopWords } from './stop-words.ts';
import { tokenize } from './tokenize.ts';

export interface LexicalOptions {
  /** BM25 saturation of repeated words. Default 1.2, as is usual. */
  readonly saturation?: number;
  /** BM25 share of the length penalty, 0 to 1. Default 0.7, MiniSearch's. */
  readonly lengthPenalty?: number;
}

/**
 * Finds entries by the words that they share with the query (BM25). Needs no model and no network: the
 * default. Whole words only; words that merely put the question ("which", "of") count only on their own.
 *
 * @example const memory = createMemory({ retriever: lexicalRetriever() });
 */
export function lexicalRetriever(options: LexicalOptions = {}): Retriever {
  return { name: 'lexical', createIndex: () => createLexicalIndex(options) };
}

/** What is indexed: `Entry` itself would let MiniSearch see fields that it has no use for. */
interface Indexed {
  readonly id: EntryId;
  readonly text: string;
  readonly meta: Entry['meta'];
  /** Place among the entries by first addition; breaks ties. */
  readonly place: number;
}

function createLexicalIndex({ saturation = 1.2, lengthPenalty = 0.7 }: LexicalOptions): EntryIndex {
  const words = new MiniSearch<Indexed>({
    fields: ['text'],
    tokenize,
    processTerm: (term) => term,
    autoVacuum: false,
    searchOptions: {
      // A repeated word of the query says no more than the word.
      tokenize: (query) => [...new Set(dropStopWords(tokenize(query)))],
      bm25: { k: saturation, b: lengthPenalty, d: 0.5 },
    },
  });
  const indexed = new Map<EntryId, Indexed>();
  let places = 0;

  // `discard` would leave the old words in the counts until a vacuum, and the vacuum runs on a timer:
  // removing with the old text keeps scores a function of what is stored, never of how it came there.
  function forget(id: EntryId): void {
    const old = indexed.get(id);
    if (old === undefined) return;
    words.remove(old);
    indexed.delete(id);
  }

  return {
    async add(entries, signal) {
      signal?.throwIfAborted();
      for (const { id, text, meta } of entries) {
        const place = indexed.get(id)?.place ?? places++;
        forget(id);
        const next = { id, text, meta, place };
        words.add(next);
        indexed.set(id, next);
      }
    },
    remove(ids) {
      for (const id of ids) forget(id);
    },
    async search(query, { limit, filter, signal }: SearchOptions): Promise<readonly Hit[]> {
      signal?.throwIfAborted();
      const getMeta = (id: EntryId): Entry['meta'] => indexed.get(id)!.meta;
      const results = words.search(
        query,
        filter && { filter: (result) => matchesFilter(getMeta(result.id), filter) },
      );
      return results
        .map(({ id, score }) => ({ id: id as EntryId, score, place: indexed.get(id)!.place }))
        .sort((left, right) => right.score - left.score || left.place - right.place)
        .slice(0, Math.max(0, limit))
        .map(({ id, score }) => ({ id, score }));
    },
  };
}
