/**
 * The document order of the released data script.
 *
 * @module
 */
/**
 * Shuffles documents as the released data script does: Python's `random.Random(4).shuffle`, so every stream of
 * one length gets the same permutation. In every stream of 200 documents, the paragraphs of the first question
 * end up in the same ten places. Kept for reproduction. The questions' own documents must come first.
 */
export function officialShuffle<Item>(items: readonly Item[]): Item[] {
  const word = createMersenneTwister(OFFICIAL_SEED);
  const shuffled = [...items];
  for (let last = shuffled.length - 1; last > 0; last--) {
    const chosen = below(last + 1, word);
    [shuffled[last], shuffled[chosen]] = [shuffled[chosen]!, shuffled[last]!];
  }
  return shuffled;
}

const OFFICIAL_SEED = 4;

/** Draws as Python does: the fewest bits that can hold the limit, again until the number is below it. */
function below(limit: number, word: () => number): number {
  const spare = Math.clz32(limit);
  let drawn = word() >>> spare;
  while (drawn >= limit) drawn = word() >>> spare;
  return drawn;
}

/** Creates MT19937 (Matsumoto and Nishimura, 1998), seeded as Python does with a small integer. */
function createMersenneTwister(seed: number): () => number {
  const size = 624;
  const state = createState(size, seed);
  let place = size;

  function regenerate(): void {
    for (let i = 0; i < size; i++) {
      const bits = (state[i]! & 0x80000000) | (state[(i + 1) % size]! & 0x7fffffff);
      state[i] = state[(i + 397) % size]! ^ (bits >>> 1) ^ (bits & 1 ? 0x9908b0df : 0);
    }
    place = 0;
  }

  return () => {
    if (place === size) regenerate();
    let bits = state[place++]!;
    bits ^= bits >>> 11;
    bits ^= (bits << 7) & 0x9d2c5680;
    bits ^= (bits << 15) & 0xefc60000;
    return (bits ^ (bits >>> 18)) >>> 0;
  };
}

/** Runs the reference initialisation by an array of one word. */
function createState(size: number, seed: number): Uint32Array {
  const state = new Uint32Array(size);
  const spread = (i: number): number => state[i - 1]! ^ (state[i - 1]! >>> 30);
  state[0] = 19650218;
  for (let i = 1; i < size; i++) state[i] = Math.imul(1812433253, spread(i)) + i;
  let i = 1;
  const step = (change: (i: number) => number): void => {
    state[i] = change(i);
    i++;
    if (i === size) {
      state[0] = state[size - 1]!;
      i = 1;
    }
  };
  for (let round = 0; round < size; round++)
    step((at) => (state[at]! ^ Math.imul(spread(at), 1664525)) + seed);
  for (let round = 1; round < size; round++)
    step((at) => (state[at]! ^ Math.imul(spread(at), 1566083941)) - at);
  state[0] = 0x80000000;
  return state;
}
