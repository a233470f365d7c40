/** Tests of distributing work to shards. @module */
import { array, assert, constantFrom, integer, property } from 'fast-check';
import { describe, expect, it } from 'vitest';
import { dealShards } from './scheduler.ts';

describe('dealShards', () => {
  it('assigns every sequence once and balances the loads', () => {
    assert(
      property(array(integer({ min: 1, max: 200 })), constantFrom(1, 2, 4, 8), (lengths, shards) => {
        const hands = dealShards(lengths, shards);
        expect(hands).toHaveLength(shards);
        expect(hands.flat().sort((a, b) => a - b)).toEqual(Array.from(lengths.keys()));
        const loads = hands.map((hand) => hand.reduce((sum, index) => sum + lengths[index]!, 0));
        expect(Math.max(...loads) - Math.min(...loads)).toBeLessThanOrEqual(Math.max(0, ...lengths));
      }),
    );
  });
});
