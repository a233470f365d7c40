/**
 * Tests of fitting sizes to a context.
 *
 * @module
 */
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { fitToContext } from './fit-to-context.ts';

test('the sizes fit, never grow, and stay as they are if they fit', () => {
  fc.assert(
    fc.property(
      fc.integer({ min: 1500, max: 40_000 }),
      fc.integer({ min: 16, max: 9000 }),
      fc.integer({ min: 16, max: 9000 }),
      fc.integer({ min: 1, max: 40 }),
      (context, chunkSize, maxOutputTokens, k) => {
        const fitted = fitToContext({ chunkSize, maxOutputTokens, k }, context);
        const total = ({ chunkSize, maxOutputTokens, k }: typeof fitted): number =>
          Math.min(1100, Math.ceil(context / 3)) + 1.15 * (chunkSize + 80 * k) + maxOutputTokens;
        expect(total(fitted)).toBeLessThanOrEqual(context + 1);
        expect(fitted.chunkSize).toBeLessThanOrEqual(chunkSize);
        expect(fitted.chunkSize).toBeGreaterThanOrEqual(Math.min(256, chunkSize));
        expect(fitted.maxOutputTokens).toBeLessThanOrEqual(maxOutputTokens);
        if (total({ chunkSize, maxOutputTokens, k }) <= context)
          expect(fitted).toEqual({ chunkSize, maxOutputTokens, k });
      },
    ),
  );
});

test('a context smaller than a chunk is an error that names both sizes', () => {
  expect(() => fitToContext({ chunkSize: 4000, maxOutputTokens: 4096, k: 6 }, 512)).toThrow(
    /context of 512 tokens.*need \d+.*--context/,
  );
});
