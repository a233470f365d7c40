/**
 * Sources of supervised examples.
 *
 * @module
 */
import { AtomMemError } from '../shared/error.ts';
import { mixSeed } from '../shared/mix-seed.ts';
import { createRandom } from '../shared/random.ts';
import type { Hint } from './datum.ts';

/** One step to imitate. */
export interface SupervisedExample {
  readonly prompt: readonly number[];
  readonly reply: readonly number[];
  /** Auxiliary targets inside the prompt. */
  readonly hints?: readonly Hint[];
  /** Factor on the weight of the reply's tokens. Default 1. */
  readonly weight?: number;
}

/** Number of steps whose examples are requested together. `firstStep` is always a multiple of it. */
export const STEPS_PER_DRAW = 16;

/**
 * A source of examples. Returns exactly `count` examples for training from `firstStep` (0-based) on. The
 * result depends on the arguments only, so a resumed run sees the same examples.
 */
export interface SupervisedSource {
  examplesFor(firstStep: number, count: number): Promise<readonly SupervisedExample[]>;
}

/** Creates a function that returns the batch of a step (1-based). Steps must be requested in order. */
export function createBatches(
  source: SupervisedSource,
  size: number,
): (step: number) => Promise<readonly SupervisedExample[]> {
  let drawn: { readonly from: number; readonly examples: readonly SupervisedExample[] } | undefined;
  return async (step) => {
    const place = (step - 1) % STEPS_PER_DRAW;
    const from = step - 1 - place;
    if (drawn?.from !== from) {
      drawn = { from, examples: await source.examplesFor(from, STEPS_PER_DRAW * size) };
    }
    return drawn.examples.slice(place * size, (place + 1) * size);
  };
}

/** Creates a source that repeats a fixed set, in a different order in each epoch. */
export function createEpochSource(
  examples: readonly SupervisedExample[],
  options: { readonly seed: number; readonly batch: number },
): SupervisedSource {
  if (examples.length === 0) {
    throw new AtomMemError('bad-option', {
      problem: 'there are no examples to train on',
      remedy: 'Lower the reward threshold or pass other examples',
      details: { option: 'examples', value: examples },
    });
  }
  let shuffled: { readonly epoch: number; readonly order: readonly SupervisedExample[] } | undefined;
  const shuffleEpoch = (epoch: number): readonly SupervisedExample[] => {
    if (shuffled?.epoch !== epoch) {
      shuffled = { epoch, order: createRandom(mixSeed(options.seed, epoch)).shuffle(examples) };
    }
    return shuffled.order;
  };
  return {
    async examplesFor(firstStep, count) {
      const start = firstStep * options.batch;
      return Array.from({ length: count }, (_, offset) => {
        const place = start + offset;
        return shuffleEpoch(Math.floor(place / examples.length))[place % examples.length]!;
      });
    },
  };
}
