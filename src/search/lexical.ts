/**
 * Retrieval by shared words.
 *
 * @module
 */
import type { Entry, EntryId } from '../memory/entry.ts';
import type { EntryIndex, Hit, Retriever, SearchOptions } from '../memory/retriever.ts';
import { matchesFilter } from './meta-filter.ts';
import { dropStopWords } from './stop-words.ts';
import { tokenize as splitWords, type Tokenize } from './tokenize.ts';
import { createWordIndex } from './word-index.ts';

export interface LexicalOptions {
  /** BM25 saturation of repeated words. Default: 1.2, the usual value. */
  readonly saturation?: number;
  /** BM25 share of the length penalty, 0 to 1. Default: 0.7, as in MiniSearch. */
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

/** An indexed entry. */
interface Indexed {
  readonly id: EntryId;
  readonly meta: Entry['meta'];
  /** Its number in the word index. */
  readonly text: number;
  /** Position among the entries by first addition; breaks ties. */
  readonly place: number;
}

function createLexicalIndex(options: LexicalOptions): EntryIndex {
  const { saturation = 1.2, lengthPenalty = 0.7, tokenize = splitWords } = options;
  const words = createWordIndex({ saturation, lengthPenalty });
  const indexed = new Map<EntryId, Indexed>();
  const byText: (Indexed | undefined)[] = [];
  let places = 0;

  function forget(id: EntryId): void {
    const old = indexed.get(id);
    if (old === undefined) return;
    words.remove(old.text);
    byText[old.text] = undefined;
    indexed.delete(id);
  }

  return {
    async add(entries, signal) {
      signal?.throwIfAborted();
      for (const { id, text, meta } of entries) {
        const place = indexed.get(id)?.place ?? places++;
        forget(id);
        const next = { id, meta, text: words.add(tokenize(text, 'entry')), place };
        indexed.set(id, next);
        byText[next.text] = next;
      }
    },
    remove(ids) {
      for (const id of ids) forget(id);
    },
    async search(query, { limit, filter, signal }: SearchOptions): Promise<readonly Hit[]> {
      signal?.throwIfAborted();
      if (!(limit >= 1)) return [];
      const best: (Indexed & Hit)[] = [];
      // Repeating a word of the query does not raise its weight.
      words.score([...new Set(dropStopWords(tokenize(query, 'query')))], (text, score) => {
        const entry = byText[text]!;
        const last = best[limit - 1];
        if (last !== undefined && !isBetter(score, entry.place, last)) return;
        if (filter !== undefined && !matchesFilter(entry.meta, filter)) return;
        insert(best, { ...entry, score }, limit);
      });
      return best.map(({ id, score }) => ({ id, score }));
    },
  };
}

function isBetter(score: number, place: number, other: Indexed & Hit): boolean {
  return score > other.score || (score === other.score && place < other.place);
}

/** Inserts an entry into a list in descending order and drops what exceeds the limit. */
function insert(best: (Indexed & Hit)[], entry: Indexed & Hit, limit: number): void {
  let [low, high] = [0, best.length];
  while (low < high) {
    const middle = (low + high) >> 1;
    if (isBetter(entry.score, entry.place, best[middle]!)) high = middle;
    else low = middle + 1;
  }
  best.splice(low, 0, entry);
  if (best.length > limit) best.pop();
}
