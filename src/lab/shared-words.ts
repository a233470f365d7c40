/**
 * Retrieval by shared words.
 *
 * @module
 */
import type { Entry, EntryId } from '../memory/entry.ts';
import type { EntryIndex, Hit, Retriever } from '../memory/retriever.ts';
import { readWords } from './phrases/phrase.ts';

interface Indexed {
  readonly id: EntryId;
  readonly words: ReadonlySet<string>;
  /** Breaks ties. It depends on the text only, so that the rank does not reveal which entry is newer. */
  readonly hash: number;
}

/**
 * Creates a retriever that ranks entries by the number of distinct words shared with the query. Entries
 * with fewer than `least` are not shown. A hash of the text breaks ties. Breaking them by age would make
 * the newest entry win without an Update.
 */
export function createSharedWordsRetriever(least: number): Retriever {
  return { name: `shared-words-${least}`, createIndex: () => createIndex(least) };
}

/** Returns the retriever named in the record of a lab episode, or `undefined` for other retrievers. */
export function sharedWordsRetrieverNamed(name: string): Retriever | undefined {
  const least = /^shared-words-(\d+)$/.exec(name)?.[1];
  return least === undefined ? undefined : createSharedWordsRetriever(Number(least));
}

function createIndex(least: number): EntryIndex {
  const indexed = new Map<EntryId, Indexed>();
  return {
    async add(entries) {
      for (const entry of entries) indexed.set(entry.id, indexEntry(entry));
    },
    remove(ids) {
      for (const id of ids) indexed.delete(id);
    },
    async search(query, { limit }) {
      const asked = new Set(readWords(query));
      const found: (Hit & { readonly hash: number })[] = [];
      for (const { id, words, hash } of indexed.values()) {
        let score = 0;
        for (const word of words) if (asked.has(word)) score += 1;
        if (score >= least) found.push({ id, score, hash });
      }
      found.sort((one, other) => other.score - one.score || one.hash - other.hash);
      return found.slice(0, limit).map(({ id, score }) => ({ id, score }));
    },
  };
}

function indexEntry({ id, text }: Entry): Indexed {
  return { id, words: new Set(readWords(text)), hash: hash(text) };
}

/** FNV-1a with a final mix, so similar texts get unrelated ranks. */
function hash(text: string): number {
  let hash = 0x811c9dc5;
  for (let place = 0; place < text.length; place++) {
    hash = Math.imul(hash ^ text.charCodeAt(place), 0x01000193);
  }
  hash = Math.imul(hash ^ (hash >>> 15), 0x85ebca6b);
  return (hash ^ (hash >>> 13)) >>> 0;
}
