/** Tests of bundling sequences that share a prefix. @module */
import { describe, expect, it } from 'vitest';
import type { Datum, Loss } from '../engine.ts';
import { bundleSequences } from './bundle.ts';
import { createLocalEngine, type LocalEngine } from './create-local-engine.ts';
import { uniformNumbers } from './random.ts';

const MODEL = { layers: 3, width: 32, heads: 2, vocabularySize: 24, context: 64 } as const;
const PPO: Loss = { name: 'ppo', clipLow: 0.8, clipHigh: 1.28 };

/** Groups of replies to one prompt each, of many lengths; prompts of a group differ from others' early or late. */
function repliesToPrompts(seed: number): readonly Datum[] {
  const uniform = uniformNumbers(seed);
  const words = (count: number): number[] => Array.from({ length: count }, () => Math.floor(uniform() * 24));
  const opening = words(20);
  const prompts = [words(37), words(40), [...opening, ...words(11)], [...opening, ...words(11)], words(9)];
  return prompts.flatMap((prompt, place) =>
    Array.from({ length: 1 + place }, (_, member): Datum => {
      const reply = words(1 + ((place + 3 * member) % 12));
      const ahead = new Array<number>(prompt.length - 1).fill(0);
      return {
        modelInput: [...prompt, ...reply.slice(0, -1)],
        lossInputs: {
          targetTokens: [...prompt.slice(1), ...reply],
          logprobs: [...ahead, ...reply.map(() => -3 + uniform() / 2)],
          advantages: [...ahead, ...reply.map(() => uniform() - 0.5)],
        },
      };
    }),
  );
}

async function computeGradients(
  engine: LocalEngine,
  batches: readonly (readonly Datum[])[],
  loss: Loss,
): Promise<{
  readonly logprobs: readonly (readonly number[])[];
  readonly gradients: Map<string, Float32Array>;
}> {
  const logprobs: (readonly number[])[] = [];
  for (const batch of batches) {
    const { outputs } = await engine.forwardBackward(batch, loss);
    logprobs.push(...outputs.map((output) => output.logprobs));
  }
  const gradients = await engine.tensors.gradients();
  return { logprobs, gradients: new Map([...gradients].map(([name, { values }]) => [name, values.slice()])) };
}

describe('sequences with a shared prefix', () => {
  it.each(['learned', 'rotary'] as const)(
    'train as they do one by one, with %s positions',
    async (positions) => {
      const data = repliesToPrompts(7);
      const model = { ...MODEL, positions };
      const engines = [1, 2].map(() => createLocalEngine({ model, seed: 3, workers: 2 }));
      try {
        const together = await computeGradients(engines[0]!, [data], PPO);
        const single = await computeGradients(
          engines[1]!,
          data.map((datum) => [datum]),
          PPO,
        );
        expect(together.logprobs).toEqual(single.logprobs);
        for (const [name, values] of single.gradients) {
          const norm = Math.hypot(...values);
          const difference = Math.hypot(
            ...values.map((value, i) => value - together.gradients.get(name)![i]!),
          );
          expect(norm, name).toBeGreaterThan(1e-3);
          expect(difference / norm, name).toBeLessThan(1e-5);
        }
      } finally {
        await Promise.all(engines.map((engine) => engine.close()));
      }
    },
  );

  it('are bundled only if the prefix is most of them', () => {
    const sequence = (tokens: readonly number[], first: number) => ({
      tokens: Int32Array.from(tokens),
      targets: Int32Array.from(tokens),
      weights: new Float32Array(tokens.length),
      first,
    });
    const prompt = Array.from({ length: 20 }, (_, i) => i);
    const alike = [sequence([...prompt, 1, 2], 19), sequence([...prompt, 3], 19)];
    const early = [sequence([...prompt, 1, 2], 8), sequence([...prompt, 1, 2], 8)];
    const unasked = [sequence(prompt, 20), sequence(prompt, 20)];
    const bundles = bundleSequences([...alike, ...early, ...unasked].map((each) => each as never));
    expect(bundles.map(({ indices }) => indices)).toEqual([[0, 1], [2], [3], [4], [5]]);
  });
});
