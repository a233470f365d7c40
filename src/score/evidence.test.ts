/** Tests of evidence measures. @module */
import { describe, expect, it } from 'vitest';
import type { Entry } from '../memory/entry.ts';
import { answerInMemory } from './answer-in-memory.ts';
import { supportAll, supportRecall } from './support.ts';

const entry = (text: string, ...sources: string[]): Entry => ({
  id: text,
  text,
  meta: { sources },
  version: 1,
  createdAt: 0,
  updatedAt: 0,
});

describe('answerInMemory', () => {
  const shown = {
    scratchpad: 'Notes: the Blue Grass Airport!',
    entries: [entry('He was born in New'), entry('York is a city. Semi-Charmed Life.')],
  };

  it.each<[string[], boolean | undefined]>([
    [['blue grass airport'], true],
    [['unknown', 'York'], true],
    [['New York'], false],
    [['Grass Air'], false],
    [['Semicharmed life'], true],
    [['Yes'], undefined],
    [['no', 'York'], undefined],
    [[], undefined],
    [['  '], undefined],
  ])('%j: %s', (answers, expected) => {
    expect(answerInMemory({ answers }, shown)).toBe(expected);
  });

  it('finds nothing in an empty memory', () => {
    expect(answerInMemory({ answers: ['York'] }, { scratchpad: '', entries: [] })).toBe(false);
  });
});

describe('supportRecall and supportAll', () => {
  const shown = { scratchpadMeta: { sources: ['a', 'a'] }, entries: [entry('x', 'b', 'z'), entry('y')] };

  it.each<[string[], number | undefined, boolean | undefined]>([
    [['a', 'b'], 1, true],
    [['a', 'c'], 0.5, false],
    [['c'], 0, false],
    [[], undefined, undefined],
  ])('%j: %s, %s', (support, recall, all) => {
    expect(supportRecall({ support }, shown)).toBe(recall);
    expect(supportAll({ support }, shown)).toBe(all);
  });
});
