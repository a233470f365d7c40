/** Tests that custom losses on the local engine equal the built-in ones. @module */
import { afterAll, describe, expect, it } from 'vitest';
import type { Datum, Loss } from '../engine.ts';
import { writeCispo, writeGspo, writePpo } from '../loss/built-in-losses.ts';
import type { CustomLoss } from '../loss/custom-loss.ts';
import { defineLoss } from '../loss/define-loss.ts';
import { createLocalEngine, type LocalEngine } from './create-local-engine.ts';
import { uniformNumbers } from './random.ts';

const engine = createLocalEngine({
  model: { layers: 1, width: 16, heads: 2, vocabularySize: 11, context: 24 },
  seed: 4,
  workers: 1,
  initialisation: { words: 0.4, positions: 0.2, matrices: 0.4 },
});
afterAll(() => engine.close());

/** Replies after prompts, with ratios on both sides of 1 and advantages of both signs. */
async function replies(seed: number): Promise<readonly Datum[]> {
  const uniform = uniformNumbers(seed);
  const token = (): number => Math.floor(uniform() * 11);
  const plain = [20, 7, 13].map((length) => ({
    modelInput: Array.from({ length }, token),
    lossInputs: { targetTokens: Array.from({ length }, token) },
  }));
  const { outputs } = await engine.forwardBackward(plain, { name: 'cross_entropy' });
  await engine.optimStep({ learningRate: 0 });
  return plain.map(({ modelInput, lossInputs }, place) => {
    const prompt = 2 + place;
    return {
      modelInput,
      lossInputs: {
        ...lossInputs,
        weights: modelInput.map((_, i) => (i < prompt ? 0 : 0.5 + uniform())),
        logprobs: outputs[place]!.logprobs.map((value) => value + uniform() - 0.45),
        advantages: modelInput.map(() => 2 * uniform() - 1),
      },
    };
  });
}

async function gradientOf(
  engine: LocalEngine,
  data: readonly Datum[],
  loss: Loss,
): Promise<{ readonly lossSum: number; readonly gradient: readonly number[] }> {
  const { lossSum } = await engine.forwardBackward(data, loss);
  const tensors = await engine.tensors.gradients();
  await engine.optimStep({ learningRate: 0 });
  return { lossSum, gradient: [...tensors.values()].flatMap(({ values }) => [...values]) };
}

describe('a built-in loss written as a custom loss', () => {
  it.each<[string, Loss, CustomLoss]>([
    ['ppo', { name: 'ppo', clipLow: 0.8, clipHigh: 1.2 }, writePpo(0.8, 1.2)],
    ['cispo', { name: 'cispo', clipLow: 0.9, clipHigh: 1.1 }, writeCispo(0.9, 1.1)],
    ['gspo', { name: 'gspo', clipLow: 0.5, clipHigh: 1.5 }, writeGspo(0.5, 1.5)],
    ['gspo, clipped', { name: 'gspo', clipLow: 0.98, clipHigh: 0.99 }, writeGspo(0.98, 0.99)],
  ])('has the gradient of %s within 1e-6', async (_, builtIn, own) => {
    const data = await replies(8);
    const wanted = await gradientOf(engine, data, builtIn);
    const found = await gradientOf(engine, data, own);
    expect(Math.hypot(...wanted.gradient)).toBeGreaterThan(0.01);
    const apart = Math.max(...wanted.gradient.map((value, i) => Math.abs(value - found.gradient[i]!)));
    expect(apart).toBeLessThan(1e-6);
    expect(Math.abs(found.lossSum - wanted.lossSum)).toBeLessThan(1e-5);
  });

  it.each(['ppo', 'cispo', 'gspo'] as const)('%s obeys the clip range of each datum', async (name) => {
    const data = await replies(9);
    const ranges = [
      [0.7, 0.8],
      [0.9, 1.3],
      [0.2, 3],
    ] as const;
    const own = data.map(({ modelInput, lossInputs }, place) => {
      const [clipLow, clipHigh] = ranges[place]!;
      return { modelInput, lossInputs: { ...lossInputs, clipLow, clipHigh } };
    });
    const found = await gradientOf(engine, own, { name, clipLow: 0.99, clipHigh: 1.01 });
    for (const [place, datum] of data.entries()) {
      const [clipLow, clipHigh] = ranges[place]!;
      await engine.forwardBackward([datum], { name, clipLow, clipHigh });
    }
    const tensors = await engine.tensors.gradients();
    await engine.optimStep({ learningRate: 0 });
    const wanted = [...tensors.values()].flatMap(({ values }) => [...values]);
    const apart = Math.hypot(...wanted.map((value, i) => value - found.gradient[i]!));
    expect(apart / Math.hypot(...wanted)).toBeLessThan(1e-6);
  });
});

describe('bad input', () => {
  it('refuses losses over whole replies without weights', async () => {
    const [{ modelInput, lossInputs }] = (await replies(3)) as [Datum];
    const bare = [{ modelInput, lossInputs: { ...lossInputs, weights: undefined } }];
    await expect(engine.forwardBackward(bare, { name: 'gspo' })).rejects.toThrow(/gspo needs weights/);
    await expect(engine.forwardBackward(bare, writePpo(0.8, 1.2))).rejects.toThrow(/custom needs weights/);
  });

  it('names the datum whose own clip range is empty', async () => {
    const [first, second] = (await replies(3)) as [Datum, Datum];
    const bad = [first, { ...second, lossInputs: { ...second.lossInputs, clipLow: 2 } }];
    await expect(engine.forwardBackward(bad, { name: 'ppo' })).rejects.toMatchObject({
      code: 'bad-input',
      message: expect.stringMatching(/Datum 1: clip range \[2, 1.2\]/),
    });
  });

  it('drops the gradient of a loss that is not finite', async () => {
    const data = await replies(5);
    const broken = defineLoss('broken', ({ logprobs }) => logprobs.log());
    await expect(engine.forwardBackward(data, broken)).rejects.toMatchObject({ code: 'not-finite' });
    expect((await engine.optimStep({ learningRate: 0 })).gradientNorm).toBe(0);
  });
});
