import type { Entry, EntryId } from '../memory/entry.ts';
import type { EntryIndex, Hit, Retriever } from '../memory/retriever.ts';
import { readWords } from './phrases/phrase.ts';

interface Indexed {
  readonly id: EntryId;
  readonly words: ReadonlySet<string>;
  /** Breaks ties; a function of the text alone, so that no rank tells which entry is the newer one. */
  readonly hash: number;
}

/**
 * Entries by the number of different words that they share with the query; fewer than `least` are not
 * shown. Ties are broken by a hash of the text and not by age: were the newest first, nothing would speak
 * for updating what is outdated.
 */
export function createSharedWordsRetriever(least: number): Retriever {
  return { name: `shared-words-${least}`, createIndex: () => createIndex(least) };
}

/** The one that a lab episode's record names; `undefined` for names of other retrievers. */
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

/** FNV-1a with a final mix: neighbouring texts get unrelated places. */
function hash(text: string): number {
  let hash = 0x811c9dc5;
  for (let place = 0; place < text.length; place++) {
    hash = Math.imul(hash ^ text.charCodeAt(place), 0x01000193);
  }
  hash = Math.imul(hash ^ (hash >>> 15), 0x85ebca6b);
  return (hash ^ (hash >>> 13)) >>> 0;
}
