/**
 * Tests that episodes never share a file.
 *
 * @module
 */
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { toEpisodeFileName } from './episode-file-name.ts';

/** Equal for names that some file system takes for the same file. */
const fold = (name: string): string => name.normalize('NFKC').toLowerCase();

const part = fc.oneof(
  fc.constantFrom(
    'a?',
    'a!',
    'a_b',
    'A?',
    'a',
    'A',
    '',
    '.',
    '..',
    'con',
    'nul.txt',
    'a.',
    'a.jsonl',
    'é',
    'é',
  ),
  fc.string({ unit: 'binary', maxLength: 6 }),
  fc.string({ minLength: 79, maxLength: 300 }),
);
const key = fc.array(part, { minLength: 1, maxLength: 3 }).map((parts) => parts.join('/'));

describe('toEpisodeFileName', () => {
  it('gives different keys different files on every file system', () => {
    fc.assert(
      fc.property(key, key, (one, other) => {
        const same = fold(toEpisodeFileName(one)) === fold(toEpisodeFileName(other));
        expect(same).toBe(one === other);
      }),
      { numRuns: 500 },
    );
  });

  it('stays inside its folder and within the limits of file systems', () => {
    fc.assert(
      fc.property(key, (each) => {
        for (const name of toEpisodeFileName(each).split('/')) {
          expect(Buffer.byteLength(name)).toBeLessThanOrEqual(240);
          expect(name).not.toMatch(/^\.{1,2}$|[\\:*?"<>|\p{Cc}]|[. ]$/u);
        }
      }),
    );
  });

  it('tells long ids with an equal beginning apart', () => {
    const long = 'x'.repeat(100);
    expect(new Set(['', '1', '2'].map((end) => toEpisodeFileName(long + end))).size).toBe(3);
  });

  it('keeps plain ids, and never names a file like a folder', () => {
    expect(toEpisodeFileName('rules/hotpotqa/2hop__13')).toBe('rules/hotpotqa/2hop__13.jsonl');
    expect(toEpisodeFileName('x.jsonl/y').split('/')[0]).not.toBe(toEpisodeFileName('x'));
  });
});
