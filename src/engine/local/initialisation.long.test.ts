/** Tests of the initialisation of weights. @module */
import { expect, it } from 'vitest';
import { createLocalEngine } from './create-local-engine.ts';
import type { Initialisation } from './model-config.ts';

const model = { layers: 2, width: 16, heads: 2, vocabularySize: 8, context: 8 } as const;

async function readWeights(
  initialisation: Initialisation,
  width: number = model.width,
): Promise<ReadonlyMap<string, Float32Array>> {
  const engine = createLocalEngine({ model: { ...model, width }, seed: 1, workers: 1, initialisation });
  const tensors = await engine.tensors.weights();
  await engine.close();
  return new Map([...tensors].map(([name, { values }]) => [name, values]));
}

it('ties keys to queries if requested, and changes nothing else', async () => {
  const independent = await readWeights({});
  const tied = await readWeights({ attention: 'tied' });
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

it('gives positions of a group a shared component, and changes nothing else', async () => {
  const plain = await readWeights({ positions: 0.1 });
  const positionGroups = [['one', 'first'], ['one', 'last'], ['two', 'first'], ['two', 'last'], [], []];
  const grouped = await readWeights({ positions: 0.1, positionGroups });
  const readRow = (position: number): Float32Array =>
    grouped.get('positions')!.subarray(position * model.width, (position + 1) * model.width);
  for (const [name, values] of grouped) if (name !== 'positions') expect(values).toEqual(plain.get(name));
  for (let position = 4; position < model.context; position++) {
    const from = position * model.width;
    expect(readRow(position)).toEqual(plain.get('positions')!.subarray(from, from + model.width));
  }
  // Own part, phrase and part of the phrase: rows of one group have a third of their variance in common.
  const wide = await readWeights({ positions: 0.1, positionGroups }, 1024);
  const likeness = (one: number, other: number): number => {
    const rows = [one, other].map((row) => wide.get('positions')!.subarray(row * 1024, (row + 1) * 1024));
    const dot = (a: Float32Array, b: Float32Array): number =>
      a.reduce((sum, value, i) => sum + value * b[i]!, 0);
    return dot(rows[0]!, rows[1]!) / Math.sqrt(dot(rows[0]!, rows[0]!) * dot(rows[1]!, rows[1]!));
  };
  for (const [one, other] of [
    [0, 1],
    [2, 3],
    [0, 2],
    [1, 3],
  ] as const) {
    expect(Math.abs(likeness(one, other) - 1 / 3)).toBeLessThan(0.1);
  }
  for (const [one, other] of [
    [0, 3],
    [1, 2],
    [0, 4],
  ] as const)
    expect(Math.abs(likeness(one, other))).toBeLessThan(0.1);
});
