/** Tests of training in the local engine. @module */
import { describe, expect, it } from 'vitest';
import type { Datum } from '../engine.ts';
import { createLocalEngine, type LocalEngine, type LocalEngineOptions } from './create-local-engine.ts';
import { uniformNumbers } from './random.ts';

const COPY = { layers: 2, width: 32, heads: 2, vocabularySize: 16, context: 16 } as const;

/** Sequences whose second half repeats the first, with loss on the second half. */
function copyBatch(seed: number, size: number, context: number, vocabulary: number): readonly Datum[] {
  const uniform = uniformNumbers(seed);
  const half = context / 2;
  const weights = Array.from({ length: context }, (_, i) => (i >= half ? 1 / (size * half) : 0));
  return Array.from({ length: size }, () => {
    const words = Array.from({ length: half }, () => Math.floor(uniform() * vocabulary));
    const tokens = [...words, ...words, words[0]!];
    return { modelInput: tokens.slice(0, -1), lossInputs: { targetTokens: tokens.slice(1), weights } };
  });
}

async function trainCopy(engine: LocalEngine, updates: number, size = 16): Promise<readonly number[]> {
  const losses: number[] = [];
  for (let update = 0; update < updates; update++) {
    const data = copyBatch(update, size, engine.model.context, engine.model.vocabularySize);
    const { lossSum } = await engine.forwardBackward(data, { name: 'cross_entropy' });
    await engine.optimStep({ learningRate: 5e-3 * Math.min(1, (update + 1) / 20), gradientClip: 1 });
    losses.push(lossSum);
  }
  return losses;
}

async function withEngine<Result>(
  options: Partial<LocalEngineOptions>,
  run: (engine: LocalEngine) => Promise<Result>,
): Promise<Result> {
  const engine = createLocalEngine({ model: COPY, seed: 1, workers: 2, ...options });
  try {
    return await run(engine);
  } finally {
    await engine.close();
  }
}

describe('training', () => {
  it.each(['learned', 'rotary'] as const)(
    'learns to copy in seconds with %s positions',
    async (positions) => {
      const losses = await withEngine({ model: { ...COPY, positions } }, (engine) => trainCopy(engine, 300));
      expect(losses[0]).toBeGreaterThan(Math.log(16) - 0.3);
      expect(Math.max(...losses.slice(-10))).toBeLessThan(0.1);
    },
  );

  // The same twelve digits on Node 22 and 24; whoever changes the arithmetic or the initial weights changes them.
  it.each([
    ['learned', ['3.00333041418', '2.97255125735', '2.95928637311', '2.84747120831', '2.82584090065']],
    ['rotary', ['2.89551114384', '2.86094915494', '2.93743251730', '2.92756541725', '2.84579114337']],
  ] as const)('gives the golden losses with %s positions', async (positions, golden) => {
    const losses = await withEngine({ model: { ...COPY, positions } }, (engine) => trainCopy(engine, 5));
    expect(losses.map((loss) => loss.toPrecision(12))).toEqual(golden);
  });

  it('gives the same bytes for any number of workers', async () => {
    const runs = await Promise.all(
      [1, 2, 3, 5].map((workers) =>
        withEngine({ workers }, async (engine) => {
          const losses = await trainCopy(engine, 4, 7);
          return { losses, weights: await engine.tensors.weights() };
        }),
      ),
    );
    for (const run of runs.slice(1)) expect(run).toEqual(runs[0]);
  });

  it('reaches nearly the same losses in fused arithmetic', async () => {
    const plain = await withEngine({}, (engine) => trainCopy(engine, 3));
    const fused = await withEngine({ arithmetic: 'fused' }, (engine) => trainCopy(engine, 3));
    fused.forEach((loss, i) => {
      expect(loss).toBeCloseTo(plain[i]!, 4);
    });
  });

  it('clips, decays and corrects as AdamW does', () =>
    withEngine({}, async (engine) => {
      const [data] = [copyBatch(1, 4, 16, 16)];
      const before = (await engine.tensors.weights()).get('words')!.values;
      await engine.forwardBackward(data, { name: 'cross_entropy' });
      const gradient = (await engine.tensors.gradients()).get('words')!.values;
      const params = {
        learningRate: 0.01,
        beta1: 0.8,
        beta2: 0.9,
        epsilon: 1e-3,
        weightDecay: 0.1,
        gradientClip: 0.05,
      };
      const { gradientNorm } = await engine.optimStep(params);
      expect(gradientNorm).toBeGreaterThan(0.05);
      const after = (await engine.tensors.weights()).get('words')!.values;
      // In the first step the corrected moments are the gradient and its square.
      after.forEach((value, i) => {
        const clipped = (gradient[i]! * 0.05) / gradientNorm;
        const direction = clipped / (Math.abs(clipped) + 1e-3) + 0.1 * before[i]!;
        expect(value).toBeCloseTo(before[i]! - 0.01 * direction, 6);
      });
      const held = await engine.tensors.gradients();
      for (const { values } of held.values()) expect(values.every((value) => value === 0)).toBe(true);
    }));
});
