/** Tests of invalid input, non-finite numbers and dead workers in the local engine. @module */
import { afterAll, describe, expect, it } from 'vitest';
import type { Datum } from '../engine.ts';
import { createLocalEngine } from './create-local-engine.ts';
import { startWorkers } from './worker-pool.ts';

const MODEL = { layers: 1, width: 16, heads: 2, vocabularySize: 10, context: 16 } as const;
const GOOD: Datum = { modelInput: [1, 2, 3], lossInputs: { targetTokens: [2, 3, 4] } };
const engine = createLocalEngine({ model: MODEL, seed: 1, workers: 2 });
afterAll(() => engine.close());

const long = Array.from({ length: 17 }, () => 1);
const train = (datum: Datum): Promise<unknown> =>
  engine.forwardBackward([GOOD, datum], { name: 'cross_entropy' });
const sample = (prompt: readonly number[], params: object): Promise<unknown> =>
  engine.sample([{ prompt, samplingParams: { maxTokens: 4, seed: 1, ...params } }]);

describe('bad input', () => {
  it.each<[string, string, RegExp, () => Promise<unknown>]>([
    [
      'a token too large',
      'token-out-of-range',
      /Datum 1, modelInput: token 10 at position 2/i,
      () => train({ ...GOOD, modelInput: [1, 2, 10] }),
    ],
    [
      'a negative target',
      'token-out-of-range',
      /Datum 1, targetTokens: token -1/i,
      () => train({ ...GOOD, lossInputs: { targetTokens: [2, -1, 4] } }),
    ],
    ['a token that is no integer', 'token-out-of-range', /token 1.5 at position 0/i, () => sample([1.5], {})],
    ['a stop token too large', 'token-out-of-range', /stop: token 99/i, () => sample([1], { stop: [99] })],
    [
      'a sequence too long',
      'context-exceeded',
      /17 tokens exceed the context of 16/i,
      () => train({ modelInput: long, lossInputs: { targetTokens: long } }),
    ],
    ['a reply too long', 'context-exceeded', /17 tokens/i, () => sample([1, 2], { maxTokens: 16 })],
    [
      'lists of unequal length',
      'bad-input',
      /targetTokens has 2 numbers, but modelInput has 3/i,
      () => train({ ...GOOD, lossInputs: { targetTokens: [2, 3] } }),
    ],
    [
      'a weight that is NaN',
      'bad-input',
      /weights\[1\] is NaN/i,
      () => train({ ...GOOD, lossInputs: { targetTokens: [2, 3, 4], weights: [1, Number.NaN, 1] } }),
    ],
    [
      'no advantages',
      'bad-input',
      /needs logprobs and advantages/i,
      () => engine.forwardBackward([GOOD], { name: 'ppo' }),
    ],
    [
      'an empty clip range',
      'bad-input',
      /clip range \[2, 1\]/i,
      () => engine.forwardBackward([], { name: 'ppo', clipLow: 2, clipHigh: 1 }),
    ],
    ['an empty prompt', 'bad-input', /prompt length is 0/i, () => sample([], {})],
    ['a temperature below 0', 'bad-input', /temperature is -1/i, () => sample([1], { temperature: -1 })],
    ['a top-p of 0', 'bad-input', /topP is 0/i, () => sample([1], { topP: 0 })],
    [
      'a learning rate that is NaN',
      'bad-input',
      /learningRate is NaN/i,
      () => engine.optimStep({ learningRate: Number.NaN }),
    ],
    ['a beta of 1', 'bad-input', /beta1 is 1/i, () => engine.optimStep({ learningRate: 1, beta1: 1 })],
  ])('%s is named', async (_, code, message, run) => {
    const before = await engine.tensors.gradients();
    await expect(run()).rejects.toMatchObject({ code, message: expect.stringMatching(message) });
    expect(await engine.tensors.gradients()).toEqual(before);
  });

  it.each([
    [{ width: 20 }, /width 20 is not 2 heads times a multiple of 8[.;] use a multiple of 16, such as 32/i],
    [{ context: 12 }, /context 12 is not a multiple of 8[.;] use 16/i],
    [{ layers: 0 }, /layers is 0/],
  ])('a configuration of %j is refused', (change, message) => {
    expect(() => createLocalEngine({ model: { ...MODEL, ...change }, seed: 1 })).toThrow(message);
  });

  it('refuses groups for positions that a model does not have', () => {
    const create = (positions: 'learned' | 'rotary', count: number) => () =>
      createLocalEngine({
        model: { ...MODEL, positions },
        seed: 1,
        initialisation: { positionGroups: Array.from({ length: count }, () => ['all']) },
      });
    expect(create('learned', 17)).toThrow(/positionGroups has 17 positions, but the context is 16/i);
    expect(create('rotary', 4)).toThrow(/positionGroups needs learned positions/i);
  });

  it('refuses a model that does not fit in memory, with its size', () => {
    const model = { ...MODEL, context: 65536, heads: 1 };
    expect(() => createLocalEngine({ model, seed: 1 })).toThrow(
      /needs \d+ MiB of shared memory.*use a smaller model/i,
    );
  });

  it('accepts empty calls', async () => {
    expect(await engine.forwardBackward([], { name: 'cross_entropy' })).toEqual({ lossSum: 0, outputs: [] });
    expect(await engine.sample([])).toEqual([]);
    expect(await engine.logprobs([{ prompt: [1], reply: [] }])).toEqual([[]]);
    const empty = { modelInput: [], lossInputs: { targetTokens: [] } };
    expect((await engine.forwardBackward([empty], { name: 'cross_entropy' })).lossSum).toBe(0);
  });
});

describe('numbers that are not finite', () => {
  it('in a loss: names the datum, keeps the weights and drops the gradient', async () => {
    const weights = await engine.tensors.weights();
    const gain = weights.get('final.norm.gain')!;
    const broken = new Map([['final.norm.gain', { ...gain, values: gain.values.map(() => Number.NaN) }]]);
    await engine.tensors.write(broken);
    await expect(train(GOOD)).rejects.toMatchObject({ code: 'not-finite', details: { datum: 0 } });
    await expect(sample([1], {})).rejects.toThrow(
      /sampled reply 0 is not a finite number[.;] .*load an earlier checkpoint/i,
    );
    const scored = engine.logprobs([{ prompt: [1], reply: [2] }]);
    await expect(scored).rejects.toMatchObject({ code: 'not-finite', details: { datum: 0 } });
    await engine.tensors.write(weights);
    expect((await engine.optimStep({ learningRate: 0 })).gradientNorm).toBe(0);
  });

  it('in a loss: a step submitted with the pass is not taken, nor one after a failed pass', async () => {
    const fresh = createLocalEngine({ model: MODEL, seed: 1, workers: 1 });
    const step = { learningRate: 0.1, weightDecay: 0.1 };
    const update = (datum: Datum): readonly Promise<unknown>[] => [
      fresh.forwardBackward([datum], { name: 'cross_entropy' }),
      fresh.optimStep(step),
    ];
    await Promise.all(update(GOOD));
    const weights = await fresh.tensors.weights();
    const huge = { ...GOOD, lossInputs: { ...GOOD.lossInputs, weights: [1e308, 1e308, 1e308] } };
    for (const [datum, code] of [
      [huge, 'not-finite'],
      [{ ...GOOD, modelInput: [1, 2, 10] }, 'token-out-of-range'],
    ] as const) {
      const ends = await Promise.allSettled(update(datum));
      expect(ends).toMatchObject([1, 2].map(() => ({ status: 'rejected', reason: { code } })));
    }
    expect(await fresh.tensors.weights()).toEqual(weights);
    await fresh.optimStep(step);
    expect(await fresh.tensors.weights()).not.toEqual(weights);
    await fresh.close();
  });

  it('in a gradient: no update is made', async () => {
    const weights = await engine.tensors.weights();
    const huge = { ...GOOD, lossInputs: { ...GOOD.lossInputs, weights: [3e38, 3e38, 3e38] } };
    await train(huge);
    await expect(engine.optimStep({ learningRate: 1 })).rejects.toMatchObject({ code: 'not-finite' });
    expect(await engine.tensors.weights()).toEqual(weights);
    expect((await engine.optimStep({ learningRate: 0 })).gradientNorm).toBe(0);
  });
});

describe('workers', () => {
  it('that die fail the current job and all later ones', async () => {
    // A memory far below the plan's: the first job runs out of it.
    const memory = new WebAssembly.Memory({ initial: 2, maximum: 2, shared: true });
    const sizes = { workers: 1, shards: 4, slotsPerWorker: 1 };
    const pool = startWorkers({ model: { ...MODEL, width: 256 }, sizes, arithmetic: 'reproducible', memory });
    await expect(pool.run(0, 'pack', {})).rejects.toMatchObject({ code: 'worker-died' });
    await expect(pool.run(0, 'pack', {})).rejects.toThrow(
      /Engine worker 0 died: .*load the last checkpoint/i,
    );
    await pool.close();
  });

  it('of a closed engine save nothing', async () => {
    const closed = createLocalEngine({ model: MODEL, seed: 1, workers: 1 });
    await closed.close();
    await expect(closed.save('never-written')).rejects.toMatchObject({ code: 'closed' });
  });

  it('of a closed engine fail with `closed`', async () => {
    const closed = createLocalEngine({ model: MODEL, seed: 1, workers: 1 });
    const waiting = closed.forwardBackward([GOOD], { name: 'cross_entropy' });
    await closed.close();
    await expect(waiting).rejects.toMatchObject({ code: 'closed' });
    await expect(
      closed.sample([{ prompt: [1], samplingParams: { maxTokens: 1, seed: 1 } }]),
    ).rejects.toMatchObject({
      code: 'closed',
    });
  });
});
