/**
 * Compares estimators of credit per operation on the controller: equal rollouts, equal seeds, equal starts.
 *
 * @module
 */
import type { Room } from '../../rules/keep-best.ts';
import { mixSeed } from '../../shared/mix-seed.ts';
import { createRandom } from '../../shared/random.ts';
import { average } from '../advantage.ts';
import type { OperationCredit } from '../credit/credit-rollout.ts';
import { CREDITS } from '../credit/credits.ts';
import type { ControllerData } from './controller-data.ts';
import {
  createTrainerState,
  evaluateController,
  type TrainerSettings,
  trainOnce,
} from './controller-trainer.ts';
import { toCreditRollout } from './credit-group.ts';
import { type ControllerEpisode, type PlayOptions, playStream } from './play-stream.ts';
import type { TrainingStream } from './training-stream.ts';

export interface BenchCreditOptions {
  readonly data: ControllerData;
  readonly rooms: readonly Room[];
  readonly seeds: readonly number[];
  /** Updates of 64 rollouts each. */
  readonly updates: number;
  /** Reward to count episodes to, 0 to 1. */
  readonly goal: number;
  /** Returns milliseconds. */
  readonly timer: () => number;
  readonly onRow?: (row: CreditRow) => void | Promise<void>;
  readonly signal?: AbortSignal;
}

/** What one estimator reached with one seed. */
export interface CreditRow {
  readonly credit: string;
  readonly curriculum: boolean;
  readonly seed: number;
  /** Held-out reward of the likeliest options. */
  readonly greedy: number;
  /** Mean reward of the rollouts of the last fifth of the updates. */
  readonly sampled: number;
  /** Episodes until the held-out reward reached the goal. Absent if it never did. */
  readonly episodesToGoal?: number;
  readonly episodes: number;
  /** Correlation of the credit of operations with their true value under a fixed policy. */
  readonly correlation: number;
  readonly milliseconds: number;
}

/** Updates between two evaluations. */
const EVALUATE_EVERY = 5;

/** Trains from random weights with every estimator and seed, and with the baseline on growing lengths. */
export async function benchCredit(options: BenchCreditOptions): Promise<readonly CreditRow[]> {
  const rows: CreditRow[] = [];
  const contenders = [...CREDITS.map((create) => [create(), false] as const), [CREDITS[0]!(), true] as const];
  for (const seed of options.seeds) {
    const truth = measureTruth(seed, options);
    for (const [credit, curriculum] of contenders) {
      if (options.signal?.aborted) return rows;
      const row = trainWith(credit, { seed, curriculum, correlation: truth(credit) }, options);
      rows.push(row);
      await options.onRow?.(row);
    }
  }
  return rows;
}

function trainWith(
  credit: OperationCredit,
  run: Pick<CreditRow, 'seed' | 'curriculum' | 'correlation'>,
  { data, rooms, updates, goal, timer }: BenchCreditOptions,
): CreditRow {
  const settings = createSettings(run.seed, rooms, updates, run.curriculum);
  const state = createTrainerState(settings);
  const rewards: number[] = [];
  let [greedy, spent] = [0, 0];
  let episodesToGoal: number | undefined;
  while (state.updates < updates) {
    const begun = timer();
    rewards.push(trainOnce(state, data.training, settings, credit).reward);
    spent += timer() - begun;
    if (state.updates % EVALUATE_EVERY !== 0 && state.updates !== updates) continue;
    greedy = average(evaluateController(state.network, data.heldOut, rooms));
    if (greedy >= goal) episodesToGoal ??= state.episodes;
  }
  return {
    ...run,
    credit: credit.name,
    greedy,
    sampled: average(rewards.slice(-Math.ceil(updates / 5))),
    episodesToGoal,
    episodes: state.episodes,
    milliseconds: spent,
  };
}

function createSettings(
  seed: number,
  rooms: readonly Room[],
  updates: number,
  curriculum: boolean,
): TrainerSettings {
  return {
    ...{ seed, rooms, curriculum, imitation: 0, reinforcement: updates, streams: 8, group: 8 },
    ...{ imitationRate: 0, reinforcementRate: 0.004, sharpness: 1 },
  };
}

/** Streams, operations per stream and replays per operation of the true values. */
const TRUTH = { streams: 8, operations: 8, replays: 3, group: 8 };

/**
 * Measures the true value of sampled operations: the reward with the option taken less the reward with another one, the
 * rest drawn with the same random numbers. Returns the correlation of an estimator's credit with it.
 */
function measureTruth(
  seed: number,
  { data, rooms, updates }: BenchCreditOptions,
): (credit: OperationCredit) => number {
  // Values under random weights say little, so the policy imitates the rule for a few updates.
  const settings = { ...createSettings(seed, rooms, updates, false), imitation: 20, imitationRate: 0.004 };
  const state = createTrainerState(settings);
  while (state.updates < settings.imitation) trainOnce(state, data.training, settings);
  const random = createRandom(mixSeed(seed, 0x7247));
  const streams = data.heldOut.slice(0, TRUTH.streams);
  const play = { network: state.network, room: rooms[0]!, sharpness: 1 };
  const groups = streams.map((stream) => {
    const episodes = Array.from({ length: TRUTH.group }, () => playStream(stream, { ...play, random }));
    const places = drawOperations(episodes[0]!, random);
    const values = places.map((place) => replay(stream, episodes[0]!, place, { ...play, random }));
    return { rollouts: episodes.map(toCreditRollout), places, values };
  });
  return (credit) => {
    const pairs = groups.flatMap(({ rollouts, places, values }) => {
      const [own] = credit.assign(rollouts);
      return places.map((place, at) => [own![place]!, values[at]!] as const);
    });
    return correlate(pairs);
  };
}

/** Draws operations, half of them about texts that were shown: most others do not matter at all. */
function drawOperations(
  episode: ControllerEpisode,
  random: ReturnType<typeof createRandom>,
): readonly number[] {
  const { operations } = toCreditRollout(episode);
  const places = random.shuffle(operations.map((_, place) => place));
  const used = places.filter((place) => operations[place]!.shown.length > 0).slice(0, TRUTH.operations / 2);
  return [...new Set([...used, ...places])].slice(0, TRUTH.operations);
}

/** Returns the value of one operation: the mean difference over replays with equal random numbers. */
function replay(
  stream: TrainingStream,
  { choices }: ControllerEpisode,
  place: number,
  play: PlayOptions & { readonly random: ReturnType<typeof createRandom> },
): number {
  const before = choices.slice(0, place).map(({ chosen }) => chosen);
  const { chosen, options } = choices[place]!;
  if (options.length < 2) return 0;
  return average(
    Array.from({ length: TRUTH.replays }, () => {
      const seed = play.random.integer(2 ** 31);
      const other = (chosen + 1 + play.random.integer(options.length - 1)) % options.length;
      const [taken, instead] = [chosen, other].map((option) => {
        const script = [...before, option];
        return playStream(stream, { ...play, script, random: createRandom(seed) }).reward;
      });
      return taken! - instead!;
    }),
  );
}

/** Returns Pearson's correlation, or 0 if one side does not vary. */
function correlate(pairs: readonly (readonly [number, number])[]): number {
  const [left, right] = [average(pairs.map(([one]) => one)), average(pairs.map(([, one]) => one))];
  const sum = (value: (one: number, other: number) => number): number =>
    pairs.reduce((total, [one, other]) => total + value(one - left, other - right), 0);
  const spread = Math.sqrt(sum((one) => one * one) * sum((_, other) => other * other));
  return spread === 0 ? 0 : sum((one, other) => one * other) / spread;
}
