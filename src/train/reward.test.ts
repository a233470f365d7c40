/** Tests of rewards. @module */
import { expect, it } from 'vitest';
import type { Trajectory } from '../trajectory/trajectory.ts';
import { computeReward, NO_REWARD_TERMS, type RewardTerms } from './reward.ts';

/** Two questions; the second answer is right, and so is what was said of it while reading. */
const trajectory = {
  header: { task: { questions: [{ answers: ['Ada'] }, { answers: ['Lund'] }] } },
  steps: ['\\boxed{Lund}', 'nothing', '<final_answer>\\boxed{lund}</final_answer>'].map((text) => ({
    ...{
      text,
      operations: [{ op: text === 'nothing' ? 'read' : 'create' }, { op: 'read' }],
      usage: { completionTokens: 10 },
    },
  })),
  end: { answers: ['Bob', 'lund.'], entries: 3 },
} as unknown as Trajectory;

it('scores each question once, or every turn as released', () => {
  expect(computeReward(trajectory)).toBe(0.5);
  expect(computeReward(trajectory, NO_REWARD_TERMS, 'official')).toBe(1);
});

it('subtracts the costs of entries, operations, Reads and tokens', () => {
  const costing = (terms: Partial<RewardTerms>) =>
    computeReward(trajectory, { ...NO_REWARD_TERMS, ...terms });
  expect(costing({ entry: 0.1 })).toBeCloseTo(0.2);
  expect(costing({ operation: 0.1, token: 0.01 })).toBeCloseTo(0.2);
  expect(costing({ read: 0.15 })).toBeCloseTo(0.3);
});
