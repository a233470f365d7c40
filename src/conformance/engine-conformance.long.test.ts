import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, it, test } from 'vitest';
import type { Datum, Engine, Loss, SampleRequest } from '../engine/engine.ts';
import { createLocalEngine } from '../engine/local/create-local-engine.ts';
import { engineCases } from './engine-conformance.ts';

const model = { layers: 1, width: 32, heads: 2, vocabularySize: 24, context: 32 };
const initialisation = { words: 0.15, positions: 0.3, matrices: 0.2 };
const open = async () => createLocalEngine({ model, seed: 1, workers: 1, initialisation });
const folder = await mkdtemp(join(tmpdir(), 'engine-cases-'));
afterAll(() => rm(folder, { recursive: true }));

describe('local engine', () => {
  for (const { name, run } of engineCases)
    test(name, () => run({ open, path: (part) => join(folder, part) }));
});

/** A defect of an engine, the start of the case that must catch it, and how to cause it. */
const WRONG: readonly (readonly [string, string, (engine: Engine) => Partial<Engine>])[] = [
  [
    'samples too sharply',
    'sample frequencies at temperature 1',
    (engine) => sampling(engine, { temperature: 0.8 }),
  ],
  ['has no temperature', 'a lower temperature', (engine) => sampling(engine, { temperature: 1 })],
  ['has no stop tokens', 'a reply ends at', (engine) => sampling(engine, { stop: [] })],
  ['has one seed', 'equal seeds', (engine) => sampling(engine, { seed: 1 })],
  ['does not clip', 'the gradient of ppo', (engine) => training(engine, unclipped)],
  ['drops a factor', 'the gradient of importance_sampling', (engine) => training(engine, unweighted)],
  ['averages over data', 'one datum equals two', (engine) => training(engine, averaged)],
  ['climbs', 'each cross-entropy step', climbing],
  [
    'forgets the optimizer',
    'a checkpoint restores',
    (engine) => ({ load: (path) => engine.load(path, { optimizer: false }) }),
  ],
  ['keeps the optimizer', 'a checkpoint restores', (engine) => ({ load: (path) => engine.load(path) })],
  [
    'overwrites',
    'save overwrites a checkpoint only',
    (engine) => ({ save: (path) => engine.save(path, { overwrite: true }) }),
  ],
];

describe('the suite', () => {
  it.each(WRONG)('catches an engine that %s', async (what, caseName, wrong) => {
    const found = engineCases.find(({ name }) => name.startsWith(caseName))!;
    const openWrong = async () => {
      const engine = await open();
      return { ...engine, ...wrong(engine) };
    };
    const path = (part: string) => join(folder, what, part);
    await expect(found.run({ open: openWrong, path })).rejects.toThrow();
  });
});

function sampling(engine: Engine, params: Partial<SampleRequest['samplingParams']>): Partial<Engine> {
  const change = (request: SampleRequest): SampleRequest => ({
    ...request,
    samplingParams: { ...request.samplingParams, ...params },
  });
  return { sample: (requests) => engine.sample(requests.map(change)) };
}

function training(
  engine: Engine,
  change: (data: readonly Datum[], loss: Loss) => readonly [readonly Datum[], Loss],
): Partial<Engine> {
  return { forwardBackward: (data, loss) => engine.forwardBackward(...change(data, loss)) };
}

function climbing(engine: Engine): Partial<Engine> {
  return {
    async forwardBackward(data, loss) {
      const turned = data.map((datum) => weighted(datum, -1));
      const { lossSum, outputs } = await engine.forwardBackward(turned, loss);
      return { lossSum: -lossSum, outputs };
    },
  };
}

function unclipped(data: readonly Datum[], loss: Loss): readonly [readonly Datum[], Loss] {
  return [data, loss.name === 'ppo' ? { name: 'importance_sampling' } : loss];
}

function unweighted(data: readonly Datum[], loss: Loss): readonly [readonly Datum[], Loss] {
  // Losses over whole replies need weights.
  if (['cross_entropy', 'gspo', 'custom'].includes(loss.name)) return [data, loss];
  const strip = ({ modelInput, lossInputs: { weights: _, ...lossInputs } }: Datum): Datum => {
    return { modelInput, lossInputs };
  };
  return [data.map(strip), loss];
}

function averaged(data: readonly Datum[], loss: Loss): readonly [readonly Datum[], Loss] {
  const sumOf = ({ lossInputs }: Datum): number =>
    lossInputs.weights?.reduce((sum, weight) => sum + weight, 0) ?? 1;
  return [data.map((datum) => weighted(datum, 1 / (data.length * sumOf(datum)))), loss];
}

function weighted({ modelInput, lossInputs }: Datum, factor: number): Datum {
  const weights = lossInputs.weights?.map((weight) => weight * factor);
  return { modelInput, lossInputs: { ...lossInputs, ...(weights && { weights }) } };
}
