/**
 * An index of words in flat arrays. It takes about 12 bytes for every word of a text, outside the heap.
 *
 * @module
 */

export interface WordIndexOptions {
  /** BM25 saturation of repeated words. */
  readonly saturation: number;
  /** BM25 share of the length penalty, 0 to 1. */
  readonly lengthPenalty: number;
}

/** Texts by number. The number of a removed text is given to a later one. */
export interface WordIndex {
  /** Adds the words of a text and returns its number. */
  add(words: readonly string[]): number;
  /** Removes the text of this number, which must be in the index. */
  remove(text: number): void;
  /** Calls `offer` once with every text that holds one of the words, in any order. Words must not repeat. */
  score(words: readonly string[], offer: (text: number, score: number) => void): void;
}

/** Score of every occurrence beyond its frequency, so that long texts are not ruled out (BM25+). */
const FLOOR = 0.5;
/** Occurrences of removed texts that may stay before the lists are rewritten. */
const MOST_GONE = 4096;
const NONE = -1;

/**
 * Creates an empty index. Scores are BM25+ times the number of words found, as MiniSearch computes them. They
 * depend only on the texts in the index, not on what was removed.
 */
export function createWordIndex({ saturation, lengthPenalty }: WordIndexOptions): WordIndex {
  const terms = new Map<string, number>();
  /** The newest occurrence of every term. */
  const heads = createNumbers();
  /** An occurrence: its text, how often the term is there, and the next older occurrence of the term. */
  const texts = createNumbers();
  const counts = createNumbers();
  const next = createNumbers();
  /** Distinct words by text; `NONE` for a removed one. */
  const lengths = createNumbers();
  /** Numbers of texts that no occurrence refers to. */
  let free: number[] = [];
  let gone: number[] = [];
  let occurrencesGone = 0;
  let live = 0;
  let totalLength = 0;
  let sums = new Float64Array(0);
  let matches = new Int32Array(0);

  function findTerm(word: string): number {
    let term = terms.get(word);
    if (term === undefined) {
      term = heads.push(NONE);
      terms.set(word, term);
    }
    return term;
  }

  /** Rewrites the lists without removed texts. */
  function rewrite(): void {
    const old = { heads: heads.take(), texts: texts.take(), counts: counts.take(), next: next.take() };
    const held = [...terms];
    terms.clear();
    for (const [word, term] of held) {
      const kept: number[] = [];
      for (let at = old.heads[term]!; at !== NONE; at = old.next[at]!) {
        if (lengths.values[old.texts[at]!] !== NONE) kept.push(at);
      }
      for (const at of kept.reverse()) link(findTerm(word), old.texts[at]!, old.counts[at]!);
    }
    free = [...free, ...gone];
    gone = [];
    occurrencesGone = 0;
  }

  function link(term: number, text: number, count: number): void {
    const place = texts.push(text);
    counts.push(count);
    next.push(heads.values[term]!);
    heads.values[term] = place;
  }

  function countLive(head: number): number {
    let count = 0;
    for (let at = head; at !== NONE; at = next.values[at]!) {
      if (lengths.values[texts.values[at]!] !== NONE) count++;
    }
    return count;
  }

  return {
    add(words) {
      const found = new Map<string, number>();
      for (const word of words) found.set(word, (found.get(word) ?? 0) + 1);
      const text = free.pop() ?? lengths.push(NONE);
      for (const [word, count] of found) link(findTerm(word), text, count);
      lengths.values[text] = found.size;
      totalLength += found.size;
      live++;
      return text;
    },
    remove(text) {
      const length = lengths.values[text]!;
      lengths.values[text] = NONE;
      live--;
      totalLength -= length;
      gone.push(text);
      occurrencesGone += length;
      if (occurrencesGone > MOST_GONE && occurrencesGone > totalLength) rewrite();
    },
    score(words, offer) {
      if (sums.length < lengths.size) {
        sums = new Float64Array(lengths.values.length);
        matches = new Int32Array(lengths.values.length);
      }
      const touched: number[] = [];
      const average = totalLength / live;
      for (const word of words) {
        const term = terms.get(word);
        if (term === undefined) continue;
        const head = heads.values[term]!;
        const holders = countLive(head);
        const rarity = Math.log(1 + (live - holders + 0.5) / (holders + 0.5));
        for (let at = head; at !== NONE; at = next.values[at]!) {
          const text = texts.values[at]!;
          const length = lengths.values[text]!;
          if (length === NONE) continue;
          const count = counts.values[at]!;
          const penalty = saturation * (1 - lengthPenalty + (lengthPenalty * length) / average);
          if (matches[text] === 0) touched.push(text);
          matches[text]!++;
          sums[text]! += rarity * (FLOOR + (count * (saturation + 1)) / (count + penalty));
        }
      }
      for (const text of touched) {
        const score = sums[text]! * matches[text]!;
        sums[text] = 0;
        matches[text] = 0;
        offer(text, score);
      }
    },
  };
}

/** A growing array of 32-bit numbers. */
interface Numbers {
  readonly size: number;
  /** Changes when the array grows. */
  readonly values: Int32Array;
  /** Appends a number and returns its position. */
  push(value: number): number;
  /** Empties the array and returns what it held. */
  take(): Int32Array;
}

function createNumbers(): Numbers {
  let values = new Int32Array(16);
  let size = 0;
  return {
    get size() {
      return size;
    },
    get values() {
      return values;
    },
    push(value) {
      if (size === values.length) {
        const larger = new Int32Array(size * 2);
        larger.set(values);
        values = larger;
      }
      values[size] = value;
      return size++;
    },
    take() {
      const taken = values;
      values = new Int32Array(16);
      size = 0;
      return taken;
    },
  };
}
