/**
 * Seeded random numbers, equal on every machine.
 *
 * @module
 */
import { AtomMemError } from '../shared/error.ts';
/** A seeded source of random numbers: equal seeds give equal sequences on every machine. */
export interface Random {
  /** Returns a number from 0 up to 1 (exclusive), in steps of 2^-32. */
  next(): number;
  /** Returns a whole number from 0 to `limit - 1`, uniformly. */
  integer(limit: number): number;
  /** Returns one of the items, uniformly. */
  pick<Item>(items: readonly Item[]): Item;
  /** Yields the numbers from 0 to `length - 1` in random order, drawn lazily. */
  permutation(length: number): Generator<number, void, undefined>;
  /** Returns a shuffled copy. All orders are equally likely. */
  shuffle<Item>(items: readonly Item[]): Item[];
}

const WORD = 2 ** 32;

/**
 * Creates a xoshiro128** generator (Blackman and Vigna, 2018). A hash of the seed sets its state. Not for secrets.
 *
 * @example createRandom('1/hotpotqa').integer(6)
 */
export function createRandom(seed: number | string): Random {
  const word = createWords(seed);

  function integer(limit: number): number {
    if (!Number.isInteger(limit) || limit < 1 || limit > WORD) {
      throw new AtomMemError('bad-argument', {
        problem: `limit ${limit} is out of range`,
        remedy: 'Give a whole number from 1 to 2^32',
        details: { option: 'limit', value: limit },
      });
    }
    // Words beyond the last multiple of `limit` would favour small numbers, so draw again.
    const fair = WORD - (WORD % limit);
    let drawn = word();
    while (drawn >= fair) drawn = word();
    return drawn % limit;
  }

  /** Fisher–Yates shuffle that stores only the touched positions. */
  function* permutation(length: number): Generator<number, void, undefined> {
    const moved = new Map<number, number>();
    for (let place = 0; place < length; place++) {
      const chosen = place + integer(length - place);
      yield moved.get(chosen) ?? chosen;
      moved.set(chosen, moved.get(place) ?? place);
      moved.delete(place);
    }
  }

  return {
    next: () => word() / WORD,
    integer,
    pick: (items) => items[integer(items.length)]!,
    permutation,
    shuffle: (items) => Array.from(permutation(items.length), (place) => items[place]!),
  };
}

/** The generator: yields unsigned 32-bit words. */
function createWords(seed: number | string): () => number {
  let [a, b, c, d] = hashSeed(String(seed));
  return () => {
    const result = Math.imul(rotate(Math.imul(b, 5), 7), 9) >>> 0;
    const shifted = b << 9;
    c ^= a;
    d ^= b;
    b ^= c;
    a ^= d;
    c ^= shifted;
    d = rotate(d, 11);
    return result;
  };
}

/** Hashes a text to four words: FNV-1a, then MurmurHash3's finaliser over a counter. */
function hashSeed(seed: string): [number, number, number, number] {
  let hash = 0x811c9dc5;
  for (const character of new TextEncoder().encode(seed)) hash = Math.imul(hash ^ character, 0x01000193);
  const words = [1, 2, 3, 4].map((step) => mix((hash + Math.imul(step, 0x9e3779b9)) | 0));
  return [words[0]!, words[1]!, words[2]!, words[3]! | 1];
}

function mix(word: number): number {
  let mixed = Math.imul(word ^ (word >>> 16), 0x85ebca6b);
  mixed = Math.imul(mixed ^ (mixed >>> 13), 0xc2b2ae35);
  return mixed ^ (mixed >>> 16);
}

function rotate(word: number, by: number): number {
  return (word << by) | (word >>> (32 - by));
}
