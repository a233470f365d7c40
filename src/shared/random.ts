/**
 * Seeded random numbers, the same on every machine.
 *
 * @module
 */
/** A seeded source of random numbers: equal seeds give equal sequences on every machine. */
export interface Random {
  /** At least 0, less than 1, in steps of 2^-32. */
  next(): number;
  /** A whole number from 0 to `limit - 1`, every one equally likely. */
  integer(limit: number): number;
  /** One of the items, every one equally likely. */
  pick<Item>(items: readonly Item[]): Item;
  /** The numbers from 0 to `length - 1`, each once, in random order, drawn as they are asked for. */
  permutation(length: number): Generator<number, void, undefined>;
  /** A copy in random order; every order is equally likely. */
  shuffle<Item>(items: readonly Item[]): Item[];
}

const WORD = 2 ** 32;

/**
 * xoshiro128** (Blackman and Vigna, 2018), its state filled from a hash of the seed. Not for secrets.
 *
 * @example createRandom('1/hotpotqa').integer(6)
 */
export function createRandom(seed: number | string): Random {
  const word = createWords(seed);

  function integer(limit: number): number {
    if (!Number.isInteger(limit) || limit < 1 || limit > WORD) {
      throw new RangeError(`limit ${limit} is not a whole number from 1 to 2^32`);
    }
    // The words past the last multiple of `limit` would favour small numbers: drawn again.
    const fair = WORD - (WORD % limit);
    let drawn = word();
    while (drawn >= fair) drawn = word();
    return drawn % limit;
  }

  /** Fisher and Yates, with only the places that were touched held in memory. */
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

/** The generator itself: 32-bit words, never negative. */
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

/** Four words from a text: FNV-1a, then the finaliser of MurmurHash3 over a running counter. */
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
