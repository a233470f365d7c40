/** Tests of policy updates. @module */
import { expect, it } from 'vitest';
import { TINY_GRPO } from '../../test/tiny-lab.ts';
import type { Datum } from '../engine/engine.ts';
import type { ReplyTokens } from '../policy/policy.ts';
import type { Trajectory } from '../trajectory/trajectory.ts';
import type { Normalisation } from './advantage.ts';
import type { GrpoSettings } from './grpo-settings.ts';
import type { RolloutGroup } from './rollout-group.ts';
import { type PolicyUpdateOptions, updatePolicy } from './update-policy.ts';

const SETTINGS: GrpoSettings = { ...TINY_GRPO, updates: 1, learningRate: 1, constantTokens: 8 };

/** An episode of steps whose replies are this long. */
function episode(...lengths: readonly number[]): Trajectory {
  const steps = lengths.map((length) => {
    const reply = Array.from({ length }, () => 2);
    const tokens: ReplyTokens = { prompt: [1], reply, logprobs: reply.map(() => -1) };
    return { tokens };
  });
  return { steps } as unknown as Trajectory;
}

const live: RolloutGroup = { index: 0, trajectories: [episode(2, 1), episode(1)], rewards: [1, 0] };
const flat: RolloutGroup = { index: 1, trajectories: [episode(4), episode(4)], rewards: [0, 0] };

/** The data of each step that an update takes. */
async function learn(
  change: Partial<GrpoSettings>,
  options: Partial<PolicyUpdateOptions> = {},
): Promise<{ readonly parts: readonly (readonly Datum[])[]; readonly norm: number }> {
  const parts: (readonly Datum[])[] = [];
  const engine: PolicyUpdateOptions['engine'] = {
    async forwardBackward(data) {
      parts.push(data);
      return { lossSum: 0, outputs: [] };
    },
    optimStep: async () => ({ gradientNorm: parts.length }),
  };
  const { gradientNorm: norm } = await updatePolicy({ live: [live], flat: [flat] }, 1, {
    engine,
    settings: { ...SETTINGS, ...change },
    ...options,
  });
  return { parts, norm };
}

const advantages = ({ parts }: { readonly parts: readonly (readonly Datum[])[] }): readonly number[] =>
  parts.flat().flatMap(({ lossInputs }) => lossInputs.advantages!);

it.each<[Normalisation, number[], number[]]>([
  // 4 tokens in the live group, 12 in all; 2 trajectories in it, 4 in all.
  ['token-mean', [1 / 4, 1 / 4, 1 / 4], [1 / 12, 1 / 12, 1 / 12]],
  ['trajectory-mean', [1 / 6, 1 / 6, 1 / 2], [1 / 12, 1 / 12, 1 / 4]],
  ['constant', [1 / 16, 1 / 16, 1 / 16], [1 / 32, 1 / 32, 1 / 32]],
])('%s counts kept flat groups only', async (normalisation, without, withFlat) => {
  // Replies of 2 and 1 tokens of the better rollout, and of 1 of the worse one.
  const expected = ([first, second, third]: number[]): number[] =>
    [first!, first!, second!, -third!].map((factor) => 0.5 * factor);
  const near = (values: number[]): unknown => values.map((value) => expect.closeTo(value, 12));
  const resampled = await learn({ normalisation, flatGroups: 'resample' });
  expect(advantages(resampled)).toEqual(near(expected(without)));
  const kept = await learn({ normalisation, flatGroups: 'keep' });
  expect(advantages(kept)).toEqual(near(expected(withFlat)));
});

it('keeps flat groups near the reference', async () => {
  const reference = {
    logprobs: async (texts: readonly { readonly reply: readonly number[] }[]) =>
      texts.map(({ reply }) => reply.map(() => -2)),
  };
  const kept = await learn({ flatGroups: 'keep', klWeight: 0.1 }, { reference });
  expect(kept.parts.flat()).toHaveLength(5);
  expect(advantages(kept).slice(-8)).not.toContain(0);
  expect((await learn({ klWeight: 0.1 }, { reference })).parts.flat()).toHaveLength(3);
});

it('takes no step without data, and returns the mean norm of its steps', async () => {
  const { parts, norm } = await learn({ epochs: 2, minibatches: 8 });
  expect(parts.map((part) => part.length)).toEqual([1, 1, 1, 1, 1, 1]);
  expect(norm).toBe(3.5);
  // Sixteen thirds do not add up to sixteen times a third.
  const thirds = Array.from({ length: 16 }, () => 1 / 3);
  const equal = { index: 2, trajectories: thirds.map(() => episode(3)), rewards: thirds };
  const nothing = await updatePolicy({ live: [], flat: [flat, equal] }, 1, {
    engine: {} as PolicyUpdateOptions['engine'],
    settings: { ...SETTINGS, flatGroups: 'keep' },
  });
  expect(nothing).toEqual({ steps: 0, gradientNorm: 0 });
});
