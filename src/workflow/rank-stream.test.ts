import { expect, test } from 'vitest';
import type { Entry } from '../memory/entry.ts';
import { rankStream } from './rank-stream.ts';

const entry = (id: string, updatedAt: number, importance: number): Entry => ({
  id,
  text: id,
  meta: { importance },
  version: 1,
  createdAt: 0,
  updatedAt,
});

const ids = (entries: readonly Entry[]): string => entries.map(({ id }) => id).join('');

test('all else equal, the last accessed comes first; the released code turns that round', () => {
  const entries = [entry('a', 1, 5), entry('b', 3, 5), entry('c', 2, 5)];
  expect(ids(rankStream(entries, [0, 0, 0], 'paper'))).toBe('bca');
  expect(ids(rankStream(entries, [0, 0, 0], 'released'))).toBe('acb');
});

test('importance and relevance are scaled over all entries; equal weights or the released ones', () => {
  // a is newest, b important, c relevant: of equal worth on paper, in steps of weight as released.
  const entries = [entry('a', 9, 1), entry('b', 1, 10), entry('c', 1, 1)];
  expect(ids(rankStream(entries, [0.1, 0.1, 0.9], 'released'))).toBe('cba');
  expect(ids(rankStream([entry('a', 9, 1), entry('b', 8, 10)], [0.2, 0.3], 'paper'))).toBe('ba');
});

test('nothing to rank gives nothing', () => {
  expect(rankStream([], [], 'paper')).toEqual([]);
});
