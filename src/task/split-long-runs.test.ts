/** Tests of cutting long runs, and of the time that the default tokenizer takes for them. @module */
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { chunkDocuments } from './chunk-documents.ts';
import { splitLongRuns } from './split-long-runs.ts';
import { loadDefaultTokenizer } from './tokenizer.ts';

const piece = fc.tuple(
  fc.constantFrom('a', '汉', '😀', ' ', '=', '7', 'é'),
  fc.integer({ min: 1, max: 400 }),
);
const text = fc
  .array(piece, { maxLength: 6 })
  .map((parts) => parts.map(([unit, times]) => unit.repeat(times)).join(''));

test('the pieces are the text, and none holds a long run', () => {
  fc.assert(
    fc.property(text, (given) => {
      const pieces = splitLongRuns(given);
      expect(pieces.join('')).toBe(given);
      for (const part of pieces) {
        expect(part.isWellFormed()).toBe(true);
        expect(part).not.toMatch(/[\p{L}\p{M}]{129}|\s{129}|[^\p{L}\p{M}\p{N}\s]{129}/u);
      }
    }),
  );
  expect(splitLongRuns('An ordinary sentence, with words.')).toHaveLength(1);
});

test('any text is encoded without loss, and counted as it is encoded', async () => {
  const tokenizer = await loadDefaultTokenizer();
  fc.assert(
    fc.property(text, (given) => {
      const tokens = tokenizer.encode(given);
      expect(tokenizer.decode(tokens)).toBe(given);
      expect(tokenizer.count(given)).toBe(tokens.length);
    }),
    { numRuns: 20 },
  );
  // 10 000 characters without a boundary took 2 s before they were cut, and 100 000 minutes.
  const run = '一二三四五六七八九十'.repeat(10_000);
  const chunks = chunkDocuments([{ id: 'd', title: '', text: run }], { tokenizer, size: 4000 });
  expect(chunks.map((chunk) => chunk.documents[0]!.text).join('')).toBe(run);
});
