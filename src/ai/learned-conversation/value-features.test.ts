/**
 * Tests which values of two statements the learned conversation policy compares.
 *
 * @module
 */
import { expect, it } from 'vitest';
import type { Entry } from '../../memory/entry.ts';
import { readNote, readNotebook } from './note.ts';
import { listPairs } from './pairs.ts';
import { VALUE_FEATURES } from './value-features.ts';

const toEntries = (...texts: readonly string[]): readonly Entry[] =>
  texts.map((text, place) => ({
    ...{ id: `e${place}`, text: `User: ${text}`, meta: {}, version: 1 },
    ...{ createdAt: place, updatedAt: place },
  }));

/** Computes the features of a new statement beside the first of the older ones. */
function compare(next: string, ...older: readonly string[]): Readonly<Record<string, number>> {
  const entries = toEntries(...older, next);
  const book = readNotebook(entries.slice(0, -1));
  const pair = { book, next: readNote(entries.at(-1)!), before: book.notes[0]!, place: 0, rank: 0 };
  return Object.fromEntries(Object.entries(VALUE_FEATURES).map(([name, compute]) => [name, compute(pair)]));
}

it('tells values of one owner from those of another', () => {
  const before = 'The budget of Merle is 300 euros.';
  expect(compare('After the cuts, Merle gets by on 200 euros.', before)).toMatchObject({
    ...{ hasOtherKind: 1, isSameOwner: 1, isOtherOwner: 0, lacksKind: 0 },
  });
  expect(compare('The budget of Linnet is 200 euros.', before)).toMatchObject({
    isSameOwner: 0,
    isOtherOwner: 1,
  });
  expect(compare('The ink team has 20 people.', 'The paper team has 30 people.')).toMatchObject({
    isModified: 1,
  });
});

it('compares no value that both state, and none of different kinds', () => {
  const same = compare('Merle still costs 300 euros.', 'The budget of Merle is 300 euros.');
  expect(same).toMatchObject({ hasOtherKind: 0, isBestOfKind: 0 });
  expect(compare('Call me on 0547 44137.', 'Ada has a house in Ghent.')).toMatchObject({
    ...{ hasOtherKind: 0, lacksKind: 1, dropsKind: 1 },
  });
});

it('prefers the entry that shares most among those with a value of one kind', () => {
  const texts = ['Ada visits on 3 May.', 'Bob visits on 4 May.', 'The rent is due on 5 May.'];
  const best = compare('The train of Ada arrives on 9 May.', ...texts);
  const other = compare('The train of Bob arrives on 9 May.', ...texts);
  expect(best.isBestOfKind).toBe(1);
  expect(other.isBestOfKind).toBe(0);
  expect(best.leadOfKind).toBeGreaterThan(other.leadOfKind!);
  expect(compare('Ada arrives on 9 May.', texts[0]!).scarcityOfKind).toBe(1);
});

it('compares a code with one of the same form, though they share no word', async () => {
  const entries = toEntries('The wifi at home needs otter-1234.', 'I like tea.');
  const create = { op: 'create', text: 'User: My laptop took heron-99 today.' } as const;
  const pairs = await listPairs({ read: async () => [] }, [create], entries);
  expect(pairs.map(({ before }) => before.entry.id)).toEqual(['e0']);
  const past = entries.map((entry) => ({ ...entry, meta: { until: '2026-05-03' } }));
  expect(await listPairs({ read: async () => [] }, [create], past)).toEqual([]);
});
