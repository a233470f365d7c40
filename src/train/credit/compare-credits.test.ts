/**
 * Comparisons of estimators: resumption, interruption, episodes to a goal and correlation.
 *
 * @module
 */
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { broadcastOperations } from './broadcast-operations.ts';
import { type CreditArena, type CreditRow, compareCredits, correlatePairs } from './compare-credits.ts';
import { stepGrouped } from './step-grouped.ts';

/** A policy whose reward rises by a tenth per update, twice as fast on growing lengths. */
const arena: CreditArena = {
  start({ curriculum, seed }) {
    let updates = 0;
    const read = (): number => Math.min(1, (updates * (curriculum ? 2 : 1) + seed) / 10);
    return {
      update() {
        updates += 1;
        return { episodes: 64 * updates, reward: read() };
      },
      evaluate: read,
    };
  },
  correlate: (credit, seed) => credit.name.length / (100 + seed),
};

const contenders = [broadcastOperations(), stepGrouped()].flatMap((credit) =>
  [false, true].map((curriculum) => ({ credit, curriculum })),
);
const options = { contenders, seeds: [0, 1], updates: 6, goal: 0.7, evaluateEvery: 2, timer: () => 0 };

describe('compareCredits', () => {
  it('has a row for every contender and seed', async () => {
    const rows = await compareCredits(arena, options);
    expect(rows).toHaveLength(8);
    const [slow, fast] = rows;
    expect(slow).toMatchObject({ credit: 'broadcast', seed: 0, greedy: 0.6, episodes: 384 });
    expect(slow!.episodesToGoal).toBeUndefined();
    expect(fast!.episodesToGoal).toBe(256);
    expect(fast!.curve.map(({ episodes }) => episodes)).toEqual([128, 256, 384]);
    expect(fast!.curve[1]!.sampled).toBeCloseTo(0.7, 9);
  });

  it('gives the same rows if it is interrupted at any update and continued', async () => {
    const whole = await compareCredits(arena, options);
    await fc.assert(
      fc.asyncProperty(fc.integer({ min: 1, max: 47 }), async (stop) => {
        const saved: CreditRow[] = [];
        const controller = new AbortController();
        let updates = 0;
        await compareCredits(arena, {
          ...options,
          signal: controller.signal,
          onRow: (row) => void saved.push(row),
          onUpdate() {
            updates += 1;
            if (updates === stop) controller.abort();
          },
        });
        expect(saved.length).toBeLessThan(whole.length);
        expect(await compareCredits(arena, { ...options, done: saved })).toEqual(whole);
      }),
      { numRuns: 15 },
    );
  });

  it('counts the episodes of earlier rows to the goal of this run', async () => {
    const done = await compareCredits(arena, options);
    const [slow] = await compareCredits(arena, { ...options, done, goal: 0.4 });
    expect(slow!.episodesToGoal).toBe(256);
  });
});

describe('correlatePairs', () => {
  it('is 1 for a rising line, −1 for a falling one, and 0 if a side does not vary', () => {
    const pairs = [0, 1, 2, 5].map((value): [number, number] => [value, 3 + 2 * value]);
    expect(correlatePairs(pairs)).toBeCloseTo(1, 12);
    expect(correlatePairs(pairs.map(([left, right]) => [left, -right]))).toBeCloseTo(-1, 12);
    expect(correlatePairs(pairs.map(([left]) => [left, 4]))).toBe(0);
  });
});
