/**
 * Tests of the index of words.
 *
 * @module
 */
import fc from 'fast-check';
import MiniSearch from 'minisearch';
import { expect, test } from 'vitest';
import { createWordIndex } from './word-index.ts';

const OPTIONS = { saturation: 1.2, lengthPenalty: 0.7 };
const WORDS = ['ash', 'birch', 'cedar', 'elm', 'fir', 'larch', 'oak', 'pine'];
const text = fc.array(fc.constantFrom(...WORDS), { maxLength: 12 });

function createReference(): MiniSearch {
  return new MiniSearch({
    fields: ['text'],
    autoVacuum: false,
    tokenize: (given) => given.split(' ').filter(Boolean),
    processTerm: (term) => term,
    searchOptions: { bm25: { k: OPTIONS.saturation, b: OPTIONS.lengthPenalty, d: 0.5 } },
  });
}

test('finds the same texts with the same scores as MiniSearch, whatever was added and removed', () => {
  const step = fc.oneof(text, fc.nat(20));
  fc.assert(
    fc.property(fc.array(step, { maxLength: 40 }), fc.uniqueArray(text), (steps, queries) => {
      const index = createWordIndex(OPTIONS);
      const reference = createReference();
      const held: { readonly number: number; readonly id: number; readonly text: string }[] = [];
      for (const [id, given] of steps.entries()) {
        if (typeof given !== 'number') {
          held.push({ number: index.add(given), id, text: given.join(' ') });
          reference.add(held.at(-1)!);
        } else if (held.length > 0) {
          const [old] = held.splice(given % held.length, 1);
          index.remove(old!.number);
          reference.remove(old!);
        }
      }
      const ids = new Map(held.map(({ number, id }) => [number, id]));
      for (const words of queries.map((query) => [...new Set(query)])) {
        const found = new Map<number, number>();
        index.score(words, (number, score) => found.set(ids.get(number)!, score));
        const expected = reference.search(words.join(' '));
        expect([...found.keys()].sort()).toEqual(expected.map(({ id }) => id).sort());
        for (const { id, score } of expected) expect(found.get(id)).toBeCloseTo(score, 9);
      }
    }),
  );
});

test('removed texts leave the lists, and their numbers are used again', () => {
  const index = createWordIndex(OPTIONS);
  const numbers = new Set<number>();
  for (let round = 0; round < 3000; round++) {
    const number = index.add([`w${round}`, 'oak', 'elm', 'fir', 'ash']);
    numbers.add(number);
    if (round !== 7) index.remove(number);
  }
  const kept = index.add(['oak', 'larch']);
  const found: number[] = [];
  index.score(['w7', 'larch', 'w8'], (number) => found.push(number));
  expect(found).toHaveLength(2);
  expect(found).toContain(kept);
  expect(numbers.size).toBeLessThan(1500);
});
