/**
 * Distributes work to the workers.
 *
 * @module
 */
import type { Loss } from '../engine.ts';
import type { Continuation, Sequence } from '../sequence.ts';
import { bundleSequences } from './bundle.ts';
import type { AdamStep, ContinuationResult, SequenceResult } from './job.ts';
import type { MemorySizes } from './memory-plan.ts';
import type { WorkerPool } from './worker-pool.ts';

/**
 * Distributes work to the workers by fixed rules, so results depend neither on their speed nor on their
 * number. Calls must not overlap.
 */
export interface Scheduler {
  /** Packs the weights. It must run after they change and before the next pass or sample. */
  pack(): Promise<void>;
  passes(sequences: readonly Sequence[], loss: Loss, train: boolean): Promise<readonly SequenceResult[]>;
  samples(continuations: readonly Continuation[]): Promise<readonly ContinuationResult[]>;
  /** Sums the shards of the gradient and returns the norm of the sum. */
  reduce(): Promise<number>;
  step(adam: AdamStep): Promise<void>;
}

export function createScheduler(pool: WorkerPool, sizes: MemorySizes): Scheduler {
  /** Runs a job for each part. Part p runs on worker p modulo the number of workers. */
  const spread = <Result>(
    parts: number,
    run: (part: number, worker: number) => Promise<Result>,
  ): Promise<readonly Result[]> =>
    settleAll(Array.from({ length: parts }, (_, part) => run(part, part % pool.size)));

  return {
    async pack() {
      await spread(pool.size, (_, worker) => pool.run(worker, 'pack', {}));
    },

    async passes(sequences, loss, train) {
      const bundles = bundleSequences(sequences);
      const hands = dealShards(
        bundles.map(({ tokens }) => tokens),
        sizes.shards,
      );
      const results = new Array<SequenceResult>(sequences.length);
      await spread(sizes.shards, async (shard, worker) => {
        const hand = pickAll(bundles, hands[shard]!);
        if (hand.length === 0) return;
        const job = { bundles: hand.map(({ indices }) => pickAll(sequences, indices)), loss };
        const places = hand.flatMap(({ indices }) => indices);
        placeAll(results, places, await pool.run(worker, 'pass', train ? { ...job, shard } : job));
      });
      return results;
    },

    async samples(continuations) {
      const order = Array.from(continuations.keys()).sort(
        (a, b) => compareTokens(continuations[a]!.prompt, continuations[b]!.prompt) || a - b,
      );
      const results = new Array<ContinuationResult>(continuations.length);
      const share = Math.ceil(order.length / pool.size);
      await spread(pool.size, async (part, worker) => {
        const own = order.slice(part * share, (part + 1) * share);
        for (let start = 0; start < own.length; start += sizes.slotsPerWorker) {
          const lot = own.slice(start, start + sizes.slotsPerWorker);
          const job = { continuations: pickAll(continuations, lot) };
          placeAll(results, lot, await pool.run(worker, 'sample', job));
        }
      });
      return results;
    },

    async reduce() {
      const squares = await spread(sizes.shards, (part, worker) => pool.run(worker, 'reduce', { part }));
      return Math.sqrt(squares.reduce((sum, square) => sum + square, 0));
    },

    async step(adam) {
      await spread(sizes.shards, (part, worker) => pool.run(worker, 'step', { part, adam }));
    },
  };
}

/**
 * Distributes work evenly over shards: longest first, each to the least loaded shard. The result depends on
 * the lengths only, so gradients are summed in the same order for any number of workers. Returns the
 * indices of each shard's items.
 */
export function dealShards(lengths: readonly number[], shards: number): readonly (readonly number[])[] {
  const hands = Array.from({ length: shards }, () => ({ indices: [] as number[], load: 0 }));
  const order = Array.from(lengths.keys()).sort((a, b) => lengths[b]! - lengths[a]! || a - b);
  for (const index of order) {
    const lightest = hands.reduce((best, hand) => (hand.load < best.load ? hand : best));
    lightest.indices.push(index);
    lightest.load += lengths[index]!;
  }
  return hands.map((hand) => hand.indices);
}

function pickAll<Item>(items: readonly Item[], indices: readonly number[]): readonly Item[] {
  return indices.map((index) => items[index]!);
}

function placeAll<Item>(target: Item[], indices: readonly number[], items: readonly Item[]): void {
  indices.forEach((index, place) => {
    target[index] = items[place]!;
  });
}

/** Waits for all jobs, then throws the first failure. No job may outlive the call that started it. */
async function settleAll<Result>(jobs: readonly Promise<Result>[]): Promise<readonly Result[]> {
  await Promise.allSettled(jobs);
  return Promise.all(jobs);
}

function compareTokens(a: Int32Array, b: Int32Array): number {
  const shorter = Math.min(a.length, b.length);
  for (let i = 0; i < shorter; i++) if (a[i] !== b[i]) return a[i]! - b[i]!;
  return a.length - b.length;
}
