/** Tests of gradients against finite differences. @module */
import { afterAll, describe, expect, it } from 'vitest';
import type { Datum, Loss } from '../engine.ts';
import { createLocalEngine, type LocalEngine } from './create-local-engine.ts';
import { normalNumbers, uniformNumbers } from './random.ts';
import type { Tensor } from './safetensors.ts';

const VOCABULARY = 21;
const TOLERANCE = 3e-3;
const STEP = 0.02;

const engines = (['learned', 'rotary'] as const).map((positions) =>
  createLocalEngine({
    model: { layers: 2, width: 32, heads: 2, vocabularySize: VOCABULARY, context: 32, positions },
    seed: 3,
    workers: 2,
    initialisation: { words: 0.3, positions: 0.2, matrices: 0.3 },
  }),
);
afterAll(() => Promise.all(engines.map((engine) => engine.close())));

/** Sequences of unequal length, with weights of both signs on a later part of each. */
function weightedData(seed: number): readonly Datum[] {
  const uniform = uniformNumbers(seed);
  const token = (): number => Math.floor(uniform() * VOCABULARY);
  return [32, 5, 17, 24, 9].map((length, index) => ({
    modelInput: Array.from({ length }, token),
    lossInputs: {
      targetTokens: Array.from({ length }, token),
      weights: Array.from({ length }, (_, i) => (i < 3 * index ? 0 : uniform() * 2 - 0.5)),
    },
  }));
}

describe.each(engines.map((engine) => [engine.model.positions, engine] as const))(
  '%s positions',
  (_, engine) => {
    it('agrees with finite differences in every parameter tensor', async () => {
      const data = weightedData(5);
      const weights = await engine.tensors.weights();
      const gradients = await computeGradient(engine, data, { name: 'cross_entropy' });
      const normal = normalNumbers(6);
      for (const [name, { values: gradient }] of gradients) {
        const norm = Math.hypot(...gradient);
        expect(norm, name).toBeGreaterThan(0.05);
        const random = gradient.map(() => normal());
        for (const direction of [gradient, random]) {
          const length = Math.hypot(...direction);
          const unit = direction.map((value) => value / length);
          const numeric = await slopeAlong(engine, data, weights, name, unit);
          const analytic = unit.reduce((sum, value, i) => sum + value * gradient[i]!, 0);
          expect(Math.abs(numeric - analytic) / norm, name).toBeLessThan(TOLERANCE);
        }
      }
    });

    it('agrees with the sum of one-datum gradients: they accumulate', async () => {
      const data = weightedData(7);
      const whole = await computeGradient(engine, data, { name: 'cross_entropy' });
      for (const datum of data) await engine.forwardBackward([datum], { name: 'cross_entropy' });
      expectClose(await takeGradients(engine), whole, 1e-5);
    });
  },
);

describe('policy losses', () => {
  const engine = engines[0]!;
  const losses: readonly Loss[] = [
    { name: 'importance_sampling' },
    { name: 'ppo' },
    { name: 'ppo', clipLow: 0.5, clipHigh: 1.05 },
  ];

  it.each(losses)('$name has the gradient of its formula', async (loss) => {
    const uniform = uniformNumbers(9);
    const plain = weightedData(8);
    const { outputs } = await engine.forwardBackward(unweighted(plain), { name: 'cross_entropy' });
    await takeGradients(engine);
    // Ratios on both sides of the clip range, advantages of both signs, some zero.
    const data = plain.map(({ modelInput, lossInputs }, index) => ({
      modelInput,
      lossInputs: {
        targetTokens: lossInputs.targetTokens,
        logprobs: outputs[index]!.logprobs.map((logprob) => logprob + uniform() - 0.5),
        advantages: modelInput.map((_, i) => (i % 3 === 0 ? 0 : uniform() * 2 - 1)),
      },
    }));
    const asCrossEntropy = data.map(({ modelInput, lossInputs }, index) => ({
      modelInput,
      lossInputs: {
        targetTokens: lossInputs.targetTokens,
        weights: lossInputs.advantages.map((advantage, i) => {
          const ratio = Math.exp(outputs[index]!.logprobs[i]! - lossInputs.logprobs[i]!);
          return isClipped(loss, ratio, advantage) ? 0 : ratio * advantage;
        }),
      },
    }));
    const wanted = await computeGradient(engine, asCrossEntropy, { name: 'cross_entropy' });
    const result = await engine.forwardBackward(data, loss);
    expectClose(await takeGradients(engine), wanted, 1e-5);
    const lossSum = data.flatMap(({ lossInputs }, index) =>
      lossInputs.advantages.map((advantage, i) => {
        const ratio = Math.exp(outputs[index]!.logprobs[i]! - lossInputs.logprobs[i]!);
        return -surrogate(loss, ratio, advantage);
      }),
    );
    expect(result.lossSum).toBeCloseTo(
      lossSum.reduce((sum, value) => sum + value),
      4,
    );
  });

  function clip(loss: Loss, ratio: number): number {
    if (loss.name !== 'ppo') return ratio;
    return Math.min(Math.max(ratio, loss.clipLow ?? 0.8), loss.clipHigh ?? 1.2);
  }
  function surrogate(loss: Loss, ratio: number, advantage: number): number {
    return Math.min(ratio * advantage, clip(loss, ratio) * advantage);
  }
  function isClipped(loss: Loss, ratio: number, advantage: number): boolean {
    return clip(loss, ratio) * advantage < ratio * advantage;
  }
});

function unweighted(data: readonly Datum[]): readonly Datum[] {
  return data.map(({ modelInput, lossInputs: { targetTokens } }) => ({
    modelInput,
    lossInputs: { targetTokens },
  }));
}

async function computeGradient(
  engine: LocalEngine,
  data: readonly Datum[],
  loss: Loss,
): Promise<ReadonlyMap<string, Tensor>> {
  await engine.forwardBackward(data, loss);
  return takeGradients(engine);
}

/** The gradient held, which is dropped: a step of length 0 clears it. */
async function takeGradients(engine: LocalEngine): Promise<ReadonlyMap<string, Tensor>> {
  const gradients = await engine.tensors.gradients();
  await engine.optimStep({ learningRate: 0 });
  return gradients;
}

/** The loss's slope by fourth-order central differences. */
async function slopeAlong(
  engine: LocalEngine,
  data: readonly Datum[],
  weights: ReadonlyMap<string, Tensor>,
  name: string,
  unit: Float32Array,
): Promise<number> {
  const { shape, values } = weights.get(name)!;
  const lossAt = async (distance: number): Promise<number> => {
    const moved = values.map((value, i) => value + distance * unit[i]!);
    await engine.tensors.write(new Map([[name, { shape, values: moved }]]));
    return (await engine.forwardBackward(data, { name: 'cross_entropy' })).lossSum;
  };
  const near = (await lossAt(STEP)) - (await lossAt(-STEP));
  const far = (await lossAt(2 * STEP)) - (await lossAt(-2 * STEP));
  await engine.tensors.write(new Map([[name, { shape, values }]]));
  await takeGradients(engine);
  return (8 * near - far) / (12 * STEP);
}

/** Largest difference, as a share of the wanted tensor's norm. */
function expectClose(
  found: ReadonlyMap<string, Tensor>,
  wanted: ReadonlyMap<string, Tensor>,
  tolerance: number,
): void {
  for (const [name, { values }] of wanted) {
    const difference = values.map((value, i) => value - found.get(name)!.values[i]!);
    expect(Math.hypot(...difference) / Math.hypot(...values), name).toBeLessThan(tolerance);
  }
}
