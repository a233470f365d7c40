/** Tests of prices. @module */
import { describe, expect, it } from 'vitest';
import { priceTokens, readPrices } from './money.ts';

const prices = { promptPerMillion: 2, cachedPerMillion: 0.5, completionPerMillion: 10 };

describe('priceTokens', () => {
  it('counts cached tokens at their own price, once', () => {
    const tokens = { promptTokens: 1_000_000, cachedTokens: 400_000, completionTokens: 100_000 };
    expect(priceTokens(tokens, prices)).toBeCloseTo(0.6 * 2 + 0.4 * 0.5 + 0.1 * 10, 12);
  });

  it('knows the price of nothing, and of something only when it is told', () => {
    expect(priceTokens({ promptTokens: 0, cachedTokens: 0, completionTokens: 0 }, undefined)).toBe(0);
    expect(priceTokens({ promptTokens: 5, cachedTokens: 0, completionTokens: 1 }, undefined)).toBeNull();
  });
});

describe('readPrices', () => {
  it('takes the prompt price for a missing cached one, and names what is wrong', () => {
    expect(readPrices({ promptPerMillion: 2, completionPerMillion: 10 }).cachedPerMillion).toBe(2);
    expect(() => readPrices({ promptPerMillion: 2 }, 'p.json')).toThrow(
      'p.json has completionPerMillion missing',
    );
    expect(() => readPrices({ promptPerMillion: -1, completionPerMillion: 1 })).toThrow(
      'promptPerMillion -1',
    );
    expect(() => readPrices([])).toThrow('does not hold an object');
  });
});
