/**
 * Engine conformance cases: losses, gradients and updates.
 * @module
 */

import type { Datum, Engine, Loss } from '../engine/engine.ts';
import { defineLoss } from '../engine/loss/define-loss.ts';
import { check, failure, same } from './assert.ts';
import {
  type EngineCase,
  largestDifference,
  onEngine,
  scoreTargets,
  trainingData,
  trainingDatum,
  update,
  withEngine,
} from './engine-case.ts';

/** Largest allowed difference between two equivalent updates, as a fraction of the change they make. */
const SAME_UPDATE = 0.03;
const CLIP = { clipLow: 0.8, clipHigh: 1.28 } as const;
/** Weight of the squared distance from the sampling policy in the custom loss. */
const PULL = 0.05;
const POLICY_LOSSES: readonly Loss[] = [
  { name: 'importance_sampling' },
  { name: 'ppo', ...CLIP },
  { name: 'cispo', ...CLIP },
  { name: 'gspo', clipLow: 0.95, clipHigh: 1.28 },
  defineLoss('dro', ({ logprobs, oldLogprobs, advantages }) => {
    const gap = logprobs.minus(oldLogprobs);
    return gap
      .times(gap)
      .times(PULL / 2)
      .minus(logprobs.times(advantages));
  }),
];

/** Cases for forward-backward passes and optimizer steps. */
export const trainingCases: readonly EngineCase[] = [
  onEngine('a pass returns the loss and the log-probabilities of its data', async ({ engine, tolerance }) => {
    const data = trainingData(engine);
    const scored = await scoreTargets(engine, data);
    const { lossSum, outputs } = await engine.forwardBackward(data, { name: 'cross_entropy' });
    const lengths = outputs.map(({ logprobs }) => logprobs.length);
    same(
      lengths,
      data.map(({ modelInput }) => modelInput.length),
      'log-probabilities of each datum',
    );
    const weights = data.flatMap(({ lossInputs }) => lossInputs.weights!);
    const given = outputs.flatMap(({ logprobs }) => logprobs);
    // An engine may omit log-probabilities of tokens before the first weighted one.
    const weighted = (list: readonly number[]): number[] =>
      list.map((value, i) => (weights[i] === 0 ? 0 : value));
    const difference = largestDifference(weighted(given), weighted(scored));
    check(difference <= tolerance, `scored and trained log-probabilities differ by ${difference}`);
    const expected = -scored.reduce((sum, value, index) => sum + value * weights[index]!, 0);
    check(Math.abs(lossSum - expected) <= 10 * tolerance, `the loss is ${lossSum}, expected ${expected}`);
  }),
  onEngine('each cross-entropy step lowers the loss further', async (bench) => {
    const { engine, learningRate } = bench;
    const data = trainingData(engine);
    const losses: number[] = [];
    for (let step = 0; step < 4; step++) losses.push((await update(engine, data, { learningRate })).lossSum);
    check(losses[1]! < losses[0]! && losses[3]! < losses[1]!, `the losses were ${losses.join(', ')}`);
  }),
  onEngine('a small step along the gradient lowers the loss by its squared norm', async ({ engine }) => {
    if (!engine.capabilities.honouredAdamParams.includes('epsilon')) return;
    const data = trainingData(engine);
    // A large epsilon turns Adam into plain gradient descent.
    const epsilon = 1e4;
    const rate = 1e-3;
    const { lossSum, gradientNorm } = await update(engine, data, { learningRate: rate * epsilon, epsilon });
    if (Number.isNaN(gradientNorm)) return;
    const after = await engine.forwardBackward(data, { name: 'cross_entropy' });
    const [fell, expected] = [lossSum - after.lossSum, rate * gradientNorm ** 2];
    check(Math.abs(fell / expected - 1) < 0.1, `the loss fell by ${fell}, expected about ${expected}`);
  }),
  onEngine('one datum equals two of half its weight, whatever else is in the batch', async (bench) => {
    const { engine, learningRate } = bench;
    const other = trainingDatum(engine, 12, 3, 0.1);
    const whole = [other, trainingDatum(engine, 5, 11, 0.4)];
    const halves = [other, ...[1, 2].map(() => trainingDatum(engine, 5, 11, 0.2))];
    const before = await scoreTargets(engine, whole);
    await update(engine, whole, { learningRate });
    const once = listChanges(before, await scoreTargets(engine, whole));
    const twice = await withEngine(bench.context, async (second) => {
      await update(second, halves, { learningRate });
      return listChanges(before, await scoreTargets(second, whole));
    });
    requireSameUpdate(once, twice, 'one datum and two of half its weight');
  }),
  ...POLICY_LOSSES.map((loss) =>
    onEngine(`the gradient of ${loss.name} matches the reference`, async (bench) => {
      const { engine, learningRate } = bench;
      const { name } = loss;
      if (!engine.capabilities.losses.includes(name)) return;
      const plain = trainingData(engine);
      const before = await scoreTargets(engine, plain);
      const data = policyData(plain, before);
      const { lossSum } = await update(engine, data, { learningRate }, loss);
      const changed = listChanges(before, await scoreTargets(engine, plain));

      const reference = computeReference(data, before, loss);
      const expected = await withEngine(bench.context, async (second) => {
        await update(second, reference.data, { learningRate });
        return listChanges(before, await scoreTargets(second, plain));
      });
      requireSameUpdate(changed, expected, `${name} and cross-entropy with the reference's slopes`);
      const apart = Math.abs(lossSum - reference.lossSum);
      check(
        apart <= 20 * bench.tolerance,
        `the loss is ${lossSum}, the reference loss is ${reference.lossSum}`,
      );
    }),
  ),
  onEngine('calls run in order even if earlier results are not awaited', async (bench) => {
    const { engine, learningRate, tolerance } = bench;
    const data = trainingData(engine);
    const running = [1, 2, 3].map(() => update(engine, data, { learningRate }));
    const scored = scoreTargets(engine, data);
    const [updates, after] = await Promise.all([Promise.all(running), scored]);
    const losses = updates.map(({ lossSum }) => lossSum);
    await withEngine(bench.context, async (second) => {
      for (const [step, loss] of losses.entries()) {
        const { lossSum } = await update(second, data, { learningRate });
        check(
          Math.abs(lossSum - loss) <= 10 * tolerance,
          `update ${step}: the loss is ${loss} when queued and ${lossSum} when awaited`,
        );
      }
      const difference = largestDifference(after, await scoreTargets(second, data));
      check(difference <= 10 * tolerance, `log-probabilities differ by ${difference}`);
    });
  }),
  onEngine('samples use the weights after all earlier steps', async (bench) => {
    const { engine, learningRate, tolerance } = bench;
    const data = [trainingDatum(engine, 6, 3, 0.2)];
    const prompt = data[0]!.modelInput.slice(0, 3);
    const draw = () => engine.sample([{ prompt, numSamples: 3, samplingParams: { maxTokens: 3, seed: 1 } }]);
    await draw();
    await update(engine, data, { learningRate });
    const [first] = await draw();
    const stepping = update(engine, data, { learningRate });
    const [second] = await draw();
    await stepping;
    const replies = second!.sequences.map(({ tokens }) => ({ prompt, reply: tokens }));
    const difference = largestDifference(
      (await engine.logprobs(replies)).flat(),
      second!.sequences.flatMap(({ logprobs }) => logprobs),
    );
    check(difference <= tolerance, `samples after the step differ by ${difference} from the model`);
    const moved = largestDifference(first!.sequences[0]!.logprobs, second!.sequences[0]!.logprobs);
    check(moved > 0, 'the step did not change the samples');
  }),
  onEngine(
    'equal calls give equal bytes if the engine is reproducible',
    async ({ engine, context, learningRate }) => {
      if (!engine.capabilities.deterministic) return;
      const play = async (played: Engine): Promise<unknown> => {
        const data = trainingData(played);
        const steps = [
          await update(played, data, { learningRate }),
          await update(played, data, { learningRate }),
        ];
        return [steps, await scoreTargets(played, data)];
      };
      same(await withEngine(context, play), await play(engine), 'the same calls on a second engine');
    },
  ),
  onEngine('invalid data fails with the name of the problem and changes nothing', async ({ engine }) => {
    const [good] = trainingData(engine) as [Datum];
    const size = engine.vocabulary.size;
    const cases: readonly (readonly [string, string, () => Promise<unknown>])[] = [
      [
        'token-out-of-range',
        String(size),
        () => passOver(engine, { ...good, modelInput: [...good.modelInput.slice(1), size] }),
      ],
      [
        'bad-input',
        'weights',
        () => passOver(engine, { ...good, lossInputs: { ...good.lossInputs, weights: [1] } }),
      ],
      ['bad-input', 'learningRate', () => engine.optimStep({ learningRate: Number.NaN })],
      ['context-exceeded', String(engine.capabilities.context), () => passOver(engine, tooLong(engine))],
    ];
    for (const [code, word, run] of cases) {
      const error = (await failure(run)) as { readonly code?: string; readonly message: string };
      same(error.code, code, `the code of "${error.message}"`);
      check(error.message.includes(word), `"${error.message}" does not name ${word}`);
      check(!error.message.includes('\n'), 'the error message has more than one line');
    }
    await engine.forwardBackward([good], { name: 'cross_entropy' });
  }),
];

/** Returns data with ratios inside and outside the clip range and advantages of both signs. */
function policyData(data: readonly Datum[], logprobs: readonly number[]): readonly Datum[] {
  const ratios = [0.5, 1, 1.6, 0.95];
  let place = 0;
  return data.map(({ modelInput, lossInputs }) => {
    const counted = lossInputs.weights!.map((weight) => (weight === 0 ? 0 : 1));
    const own = lossInputs.targetTokens.map(() => logprobs[place++]!);
    return {
      modelInput,
      lossInputs: {
        targetTokens: lossInputs.targetTokens,
        weights: lossInputs.weights!.map((weight, index) => (index % 2 === 0 ? weight : counted[index]!)),
        logprobs: own.map((value, index) =>
          counted[index] === 0 ? 0 : value - Math.log(ratios[index % 4]!),
        ),
        advantages: counted.map((one, index) => one * (index % 3 === 0 ? -0.3 : 0.5)),
      },
    };
  });
}

/** Computes the loss by its formula, and cross-entropy data whose weights are the slopes of that loss. */
function computeReference(
  data: readonly Datum[],
  logprobs: readonly number[],
  loss: Loss,
): { readonly data: readonly Datum[]; readonly lossSum: number } {
  let place = 0;
  let lossSum = 0;
  const weighted = data.map(({ modelInput, lossInputs }) => {
    const { targetTokens, weights = [], logprobs: old = [], advantages = [] } = lossInputs;
    const own = targetTokens.map(() => logprobs[place++]!);
    const gaps = own.map((value, index) => value - old[index]!);
    const trained = gaps.filter((_, index) => weights[index] !== 0);
    const meanGap = trained.reduce((sum, gap) => sum + gap, 0) / trained.length;
    const terms = targetTokens.map((_, index) => {
      if (weights[index] === 0) return { loss: 0, slope: 0 };
      const gap = loss.name === 'gspo' ? meanGap : gaps[index]!;
      const token = referenceToken(loss, own[index]!, gap, advantages[index]!);
      return { loss: weights[index]! * token.loss, slope: weights[index]! * token.slope };
    });
    for (const term of terms) lossSum += term.loss;
    return { modelInput, lossInputs: { targetTokens, weights: terms.map(({ slope }) => -slope) } };
  });
  return { data: weighted, lossSum };
}

/** Computes the loss of a token and its slope, where the ratio is the exponential of `gap`. */
function referenceToken(
  loss: Loss,
  logprob: number,
  gap: number,
  advantage: number,
): { readonly loss: number; readonly slope: number } {
  const ratio = Math.exp(gap);
  if (loss.name === 'custom')
    return { loss: (PULL / 2) * gap * gap - logprob * advantage, slope: PULL * gap - advantage };
  if (!('clipLow' in loss)) return { loss: -ratio * advantage, slope: -ratio * advantage };
  const within = Math.min(Math.max(ratio, loss.clipLow!), loss.clipHigh!);
  if (loss.name === 'cispo') return { loss: -within * logprob * advantage, slope: -within * advantage };
  const isClipped = within * advantage < ratio * advantage;
  return { loss: -(isClipped ? within : ratio) * advantage, slope: isClipped ? 0 : -ratio * advantage };
}

function listChanges(before: readonly number[], after: readonly number[]): readonly number[] {
  return after.map((value, index) => value - before[index]!);
}

function requireSameUpdate(left: readonly number[], right: readonly number[], what: string): void {
  const size = largestDifference(
    right,
    right.map(() => 0),
  );
  const apart = largestDifference(left, right);
  check(size > 1e-4, `${what}: the update moved no log-probability by more than ${size}`);
  check(apart <= SAME_UPDATE * size, `${what}: updates of ${size} differ by ${apart}`);
}

function passOver(engine: Engine, datum: Datum): Promise<unknown> {
  return engine.forwardBackward([datum], { name: 'cross_entropy' });
}

function tooLong(engine: Engine): Datum {
  const tokens = Array.from({ length: engine.capabilities.context + 1 }, () => 1);
  return { modelInput: tokens, lossInputs: { targetTokens: tokens } };
}
