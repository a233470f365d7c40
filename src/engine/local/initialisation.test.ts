import { expect, it } from 'vitest';
import { createLocalEngine } from './local-engine.ts';
import type { Initialisation } from './model-config.ts';

const model = { layers: 2, width: 16, heads: 2, vocabularySize: 8, context: 8 } as const;

async function weightsOf(initialisation: Initialisation): Promise<ReadonlyMap<string, Float32Array>> {
  const engine = createLocalEngine({ model, seed: 1, workers: 1, initialisation });
  const tensors = await engine.tensors.weights();
  await engine.close();
  return new Map([...tensors].map(([name, { values }]) => [name, values]));
}

it('ties keys to queries where that is asked for, and changes nothing else', async () => {
  const independent = await weightsOf({});
  const tied = await weightsOf({ attention: 'tied' });
  for (const [name, values] of tied) {
    const before = independent.get(name)!;
    if (!name.endsWith('.attention.input')) {
      expect(values).toEqual(before);
      continue;
    }
    for (let row = 0; row < model.width; row++) {
      const part = (of: Float32Array, place: number): Float32Array =>
        of.subarray((3 * row + place) * model.width, (3 * row + place + 1) * model.width);
      expect(part(values, 1)).toEqual(part(before, 0));
      expect(part(values, 0)).toEqual(part(before, 0));
      expect(part(values, 2)).toEqual(part(before, 2));
      expect(part(before, 1)).not.toEqual(part(before, 0));
    }
  }
});
