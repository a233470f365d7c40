import { expect, it } from 'vitest';
import type { Trajectory } from '../trajectory/trajectory.ts';
import { NO_REWARD_TERMS, rewardOf } from './reward.ts';

/** Two questions; the second answer is right, and so is what was said of it while reading. */
const trajectory = {
  header: { task: { questions: [{ answers: ['Ada'] }, { answers: ['Lund'] }] } },
  steps: ['\\boxed{Lund}', 'nothing', '<final_answer>\\boxed{lund}</final_answer>'].map((text) => ({
    ...{ text, operations: [{}], usage: { completionTokens: 10 } },
  })),
  end: { answers: ['Bob', 'lund.'], entries: 3 },
} as unknown as Trajectory;

it('scores each question once, or every turn as released', () => {
  expect(rewardOf(trajectory)).toBe(0.5);
  expect(rewardOf(trajectory, NO_REWARD_TERMS, 'official')).toBe(1);
});

it('takes off what entries, operations and tokens cost', () => {
  expect(rewardOf(trajectory, { entry: 0.1, operation: 0, token: 0 })).toBeCloseTo(0.2);
  expect(rewardOf(trajectory, { entry: 0, operation: 0.1, token: 0.01 })).toBeCloseTo(0.3);
});
