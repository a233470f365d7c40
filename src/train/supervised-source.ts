import { mixSeed } from '../shared/mix-seed.ts';
import { createRandom } from '../shared/random.ts';
import type { Hint } from './datum.ts';

/** One step to imitate. */
export interface SupervisedExample {
  readonly prompt: readonly number[];
  readonly reply: readonly number[];
  /** Extra targets inside the prompt. */
  readonly hints?: readonly Hint[];
  /** Factor on the reply's tokens. Default 1. */
  readonly weight?: number;
}

/** Steps of training whose examples are asked for together; `firstStep` is always a multiple. */
export const STEPS_PER_DRAW = 16;

/**
 * Where examples come from. A function of its arguments, so that a resumed run sees what it would have seen:
 * exactly `count` examples, for training from `firstStep` (0-based) on.
 */
export interface SupervisedSource {
  examplesFor(firstStep: number, count: number): Promise<readonly SupervisedExample[]>;
}

/** The batch of each step, 1-based, of so many examples; to be asked for in order. */
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

/** Goes through a fixed set again and again, in another order each time. */
export function createEpochSource(
  examples: readonly SupervisedExample[],
  options: { readonly seed: number; readonly batch: number },
): SupervisedSource {
  if (examples.length === 0) throw new Error('no example to learn from: lower the reward threshold');
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
