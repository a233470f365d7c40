/**
 * Engine conformance cases: saving, loading and closing.
 * @module
 */

import type { Engine } from '../engine/engine.ts';
import { check, failure, same } from './assert.ts';
import {
  type EngineCase,
  largestDifference,
  onEngine,
  scoreTargets,
  trainingData,
  update,
  withEngine,
} from './engine-case.ts';

/** Cases for checkpoints and for closing an engine. */
export const checkpointCases: readonly EngineCase[] = [
  onEngine('a checkpoint restores weights and optimizer state', async (bench) => {
    const { engine, context, learningRate, tolerance } = bench;
    const data = trainingData(engine);
    const train = async (trained: Engine): Promise<readonly number[]> => {
      for (let step = 0; step < 2; step++) await update(trained, data, { learningRate });
      return scoreTargets(trained, data);
    };
    const saved = await train(engine);
    const path = await engine.save(context.path('two-updates'));
    const further = await train(engine);
    check(largestDifference(saved, further) > 10 * tolerance, 'training changed nothing');

    const requireBack = async (loaded: Engine): Promise<void> => {
      const restored = largestDifference(await scoreTargets(loaded, data), saved);
      check(restored <= tolerance, `log-probabilities after loading differ by ${restored}`);
      const again = largestDifference(await train(loaded), further);
      check(again <= 10 * tolerance, `training resumed from the checkpoint differs by ${again}`);
    };
    await engine.load(path);
    await requireBack(engine);
    await withEngine(context, async (second) => {
      await second.load(path);
      await requireBack(second);
    });

    const apart = await engine.load(path, { optimizer: false }).then(
      () => true,
      (error: { readonly code?: string }) => same(error.code, 'unsupported', 'a load without the optimizer'),
    );
    if (apart !== true) return;
    const restored = largestDifference(await scoreTargets(engine, data), saved);
    check(restored <= tolerance, `without the optimizer, log-probabilities differ by ${restored}`);
    const fresh = largestDifference(await train(engine), further);
    check(fresh > tolerance, 'expected a fresh optimizer, but its state was restored');
  }),
  onEngine('a checkpoint outlives the engine that saved it', async (bench) => {
    const { engine, context, learningRate, tolerance } = bench;
    const data = trainingData(engine);
    const path = await withEngine(context, async (first) => {
      await update(first, data, { learningRate });
      return first.save(context.path('outlives'));
    });
    await update(engine, data, { learningRate });
    const updated = await scoreTargets(engine, data);
    await update(engine, data, { learningRate });
    await engine.load(path);
    const difference = largestDifference(await scoreTargets(engine, data), updated);
    check(difference <= tolerance, `log-probabilities of the checkpoint differ by ${difference}`);
  }),
  onEngine('samples drawn after a load come from the checkpoint', async (bench) => {
    const { engine, context, learningRate, tolerance } = bench;
    const data = trainingData(engine);
    const prompt = data[0]!.modelInput.slice(0, 4);
    const draw = () => engine.sample([{ prompt, numSamples: 2, samplingParams: { maxTokens: 4, seed: 5 } }]);
    const path = await engine.save(context.path('untrained'));
    await update(engine, data, { learningRate });
    await draw();
    await engine.load(path);
    const [loaded] = await draw();
    const replies = loaded!.sequences.map(({ tokens }) => ({ prompt, reply: tokens }));
    const expected = await withEngine(context, (second) => second.logprobs(replies));
    const sampled = loaded!.sequences.flatMap(({ logprobs }) => logprobs);
    const difference = largestDifference(expected.flat(), sampled);
    check(difference <= tolerance, `samples differ by ${difference} from the checkpoint's model`);
  }),
  onEngine(
    'save overwrites a checkpoint only with `overwrite`',
    async ({ engine, context, learningRate, tolerance }) => {
      const data = trainingData(engine);
      const path = context.path('kept');
      await engine.save(path);
      await update(engine, data, { learningRate });
      const after = await scoreTargets(engine, data);
      const error = await failure(() => engine.save(path));
      same((error as { readonly code?: string }).code, 'checkpoint-exists');
      const replaced = await engine.save(path, { overwrite: true, optimizer: false });
      await update(engine, data, { learningRate });
      await engine.load(replaced);
      const difference = largestDifference(await scoreTargets(engine, data), after);
      check(difference <= tolerance, `the overwritten checkpoint differs by ${difference}`);
    },
  ),
  onEngine(
    'loading a missing checkpoint fails with its name and changes nothing',
    async ({ engine, context, tolerance, learningRate }) => {
      const data = trainingData(engine);
      await update(engine, data, { learningRate });
      const before = await scoreTargets(engine, data);
      const error = (await failure(() => engine.load(context.path('never-saved')))) as Error & {
        readonly code?: string;
      };
      same(error.code, 'bad-checkpoint');
      check(error.message.includes('never-saved'), `"${error.message}" does not name the checkpoint`);
      const difference = largestDifference(await scoreTargets(engine, data), before);
      check(difference <= tolerance, `the failed load changed log-probabilities by ${difference}`);
    },
  ),
  onEngine('a closed engine rejects calls with `closed`', async ({ engine }) => {
    await engine.close();
    const error = await failure(() =>
      engine.forwardBackward(trainingData(engine), { name: 'cross_entropy' }),
    );
    same((error as { readonly code?: string }).code, 'closed');
    await engine.close();
  }),
];
