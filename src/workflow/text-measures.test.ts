import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { hashingEmbedder } from '../embed/hashing.ts';
import { coin } from './coin.ts';
import { cutTopics } from './cut-topics.ts';
import { findNames, rankBySignals } from './multi-signal-rank.ts';
import { embedderSimilarity, wordSimilarity } from './similarity.ts';
import { truncate } from './truncate.ts';

describe('truncate', () => {
  test('keeps a text that fits, and as much as fits of one that does not', () => {
    fc.assert(
      fc.property(fc.string(), fc.integer({ min: 1, max: 20 }), (text, most) => {
        const room = most * 4;
        const head = truncate(text, most, 'head');
        const tail = truncate(text, most, 'tail');
        const centre = truncate(text, most, 'centre');
        if (text.length <= room) expect([head, tail, centre]).toEqual([text, text, text]);
        expect(text.startsWith(head) && text.endsWith(tail)).toBe(true);
        expect(centre.length).toBe(Math.min(room, text.length));
        expect(text.startsWith(centre.slice(0, Math.ceil(centre.length / 2)))).toBe(true);
      }),
    );
  });

  test('cuts by tokens where there is a tokenizer', () => {
    const words = {
      encode: (text: string) => text.split(' ').map(Number),
      decode: (tokens: readonly number[]) => `${tokens.join(' ')} `,
    };
    expect(truncate('1 2 3 4 5 6', 4, 'centre', words)).toBe('1 2 5 6 ');
  });
});

describe('similarity', () => {
  test.each([
    ['words', wordSimilarity],
    ['an embedder', embedderSimilarity(hashingEmbedder())],
  ])('by %s: 1 with itself, more with what is alike, nothing with nothing', async (_name, similarity) => {
    const texts = ['the mill opens at nine', 'the mill opens at ten', 'engines of brass', ''];
    const [same, alike, apart, nothing] = await similarity(texts[0]!, texts);
    expect(same).toBeCloseTo(1, 5);
    expect(alike!).toBeGreaterThan(apart!);
    expect(nothing).toBe(0);
  });

  test('an embedder is asked for a text once', async () => {
    const embedded: string[] = [];
    const plain = hashingEmbedder();
    const similarity = embedderSimilarity({
      ...plain,
      embed(texts, role) {
        embedded.push(...texts);
        return plain.embed(texts, role);
      },
    });
    await similarity('a', ['b', 'c', 'b']);
    await similarity('b', ['a', 'd']);
    expect(embedded).toEqual(['a', 'b', 'c', 'd']);
  });
});

test('a coin is fair and falls the same way every time', () => {
  const throws = Array.from({ length: 4000 }, (_, index) => coin(42, `m${index}`, 3));
  expect(throws).toEqual(Array.from({ length: 4000 }, (_, index) => coin(42, `m${index}`, 3)));
  for (const bound of [0.1, 0.5, 0.9])
    expect(Math.abs(throws.filter((value) => value < bound).length / 4000 - bound)).toBeLessThan(0.03);
});

test('topics are cut where neighbours are least alike, at the lowest threshold that cuts at all', () => {
  const messages = ['a', 'b', 'c', 'd'].map((text) => ({ id: text, text }));
  const cut = (likeness: readonly number[]): string =>
    cutTopics(messages, likeness)
      .map((topic) => topic.map(({ text }) => text).join(''))
      .join('|');
  expect(cut([0.9, 0.1, 0.9])).toBe('ab|cd');
  expect(cut([0.3, 0.9, 0.45])).toBe('a|bcd');
  expect(cut([0.9, 0.9, 0.9])).toBe('abcd');
});

test('signals add up: a shared name lifts a fact above one that is a little more alike', async () => {
  const candidates = [
    { id: 'm1', text: 'Someone designed an engine.', likeness: 0.5 },
    { id: 'm2', text: 'Charles Babbage lived in London.', likeness: 0.45 },
  ];
  const sources = { texts: candidates.map(({ text }) => text), similar: wordSimilarity };
  const without = await rankBySignals('Where did Charles Babbage live?', candidates, {
    ...sources,
    factsByName: new Map(),
  });
  const withNames = await rankBySignals('Where did Charles Babbage live?', candidates, {
    ...sources,
    factsByName: new Map([['charles babbage', ['m2']]]),
  });
  expect(withNames[0]!.id).toBe('m2');
  expect(without.map(({ id }) => id)).toContain('m1');
  expect(findNames('Did Charles  Babbage meet Ada in London?')).toEqual([
    'did charles babbage',
    'ada',
    'london',
  ]);
});
