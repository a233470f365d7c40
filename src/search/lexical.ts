/**
 * Retrieval by shared words.
 *
 * @module
 */
import MiniSearch from 'minisearch';
import type { Entry, EntryId } from '../memory/entry.ts';
import type { EntryIndex, Hit, Retriever, SearchOptions } from '../memory/retriever.ts';
import { matchesFilter } from './meta-filter.ts';
import { dropStopWords } from './stop-words.ts';
import { tokenize as splitWords, type Tokenize } from './tokenize.ts';

export interface LexicalOptions {
  /** BM25 saturation of repeated words. Default: 1.2, the usual value. */
  readonly saturation?: number;
  /** BM25 share of the length penalty, 0 to 1. Default: 0.7 (MiniSearch). */
  readonly lengthPenalty?: number;
  /** Splits texts into words, for example with stemming. Default: whole words, without stemming. */
  readonly tokenize?: Tokenize;
}

/**
 * Returns a retriever that finds entries by the words they share with the query (BM25). It needs no model
 * and no network. Words match whole. Stop words such as "which" and "of" count only in a query of stop words.
 *
 * @example const memory = createMemory({ retriever: lexicalRetriever() });
 */
export function lexicalRetriever(options: LexicalOptions = {}): Retriever {
  return { name: 'lexical', createIndex: () => createLexicalIndex(options) };
}

/** The indexed fields of an entry. */
interface Indexed {
  readonly id: EntryId;
  readonly text: string;
  readonly meta: Entry['meta'];
  /** Position among the entries by first addition; breaks ties. */
  readonly place: number;
}

function createLexicalIndex(options: LexicalOptions): EntryIndex {
  const { saturation = 1.2, lengthPenalty = 0.7, tokenize = splitWords } = options;
  const words = new MiniSearch<Indexed>({
    fields: ['text'],
    tokenize: (text) => tokenize(text, 'entry'),
    processTerm: (term) => term,
    autoVacuum: false,
    searchOptions: {
      // Repeating a word of the query does not raise its weight.
      tokenize: (query) => [...new Set(dropStopWords(tokenize(query, 'query')))],
      bm25: { k: saturation, b: lengthPenalty, d: 0.5 },
    },
  });
  const indexed = new Map<EntryId, Indexed>();
  let places = 0;

  // `discard` would leave the old words in the counts until a vacuum, which runs on a timer. Removing with
  // the old text makes scores depend only on what is stored.
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
