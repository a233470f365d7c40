/** Tests of the prefix cache. @module */
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { simulatePrefixCache } from './prefix-cache.ts';

const token = fc.integer({ min: 0, max: 2 });
const prompts = fc.array(fc.array(token, { maxLength: 8 }), { maxLength: 12 });

/** The same by its definition, every earlier prompt looked at anew. */
function byDefinition(all: readonly (readonly number[])[], blockSize: number): number {
  return all.reduce((sum, prompt, index) => {
    const common = all.slice(0, index).map((earlier) => {
      const first = prompt.findIndex((id, place) => id !== earlier[place]);
      return first === -1 ? prompt.length : first;
    });
    const known = Math.max(0, ...common);
    return sum + known - (known % blockSize);
  }, 0);
}

describe('simulatePrefixCache', () => {
  it('agrees with the definition', () => {
    fc.assert(
      fc.property(prompts, fc.integer({ min: 1, max: 4 }), (all, blockSize) => {
        const { cachedTokens, promptTokens } = simulatePrefixCache(all, { blockSize });
        expect(cachedTokens).toBe(byDefinition(all, blockSize));
        expect(promptTokens).toBe(all.flat().length);
      }),
    );
  });

  it('does not depend on the order of prompts, where blocks are single tokens', () => {
    fc.assert(
      fc.property(prompts, (all) => {
        expect(simulatePrefixCache([...all].reverse())).toEqual(simulatePrefixCache(all));
      }),
    );
  });

  it('misses everything once and hits all of it the second time', () => {
    const all = [Array.from({ length: 100 }, (_, id) => id)];
    expect(simulatePrefixCache(all)).toMatchObject({ cachedTokens: 0, share: 0 });
    expect(simulatePrefixCache([...all, ...all])).toMatchObject({ cachedTokens: 100, share: 0.5 });
    expect(simulatePrefixCache([])).toEqual({ prompts: 0, promptTokens: 0, cachedTokens: 0, share: 0 });
  });

  it('refuses a block that is none', () => {
    expect(() => simulatePrefixCache([], { blockSize: 0 })).toThrow('blockSize is 0');
  });
});
