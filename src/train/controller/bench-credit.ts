/**
 * Compares estimators of credit per operation on the controller.
 *
 * @module
 */
import type { Room } from '../../rules/keep-best.ts';
import { mixSeed } from '../../shared/mix-seed.ts';
import { createRandom, type Random } from '../../shared/random.ts';
import { average } from '../advantage.ts';
import {
  type CompareCreditsOptions,
  type CreditArena,
  type CreditRow,
  compareCredits,
} from '../credit/compare-credits.ts';
import { createCorrelate, type ValuedGroup } from '../credit/measured-operations.ts';
import type { ControllerData } from './controller-data.ts';
import {
  createTrainerState,
  evaluateController,
  playGroup,
  type TrainerSettings,
  trainOnce,
} from './controller-trainer.ts';
import { toCreditRollout } from './credit-group.ts';
import { type ControllerEpisode, type PlayOptions, playStream } from './play-stream.ts';
import type { TrainingStream } from './training-stream.ts';

export interface BenchCreditOptions extends CompareCreditsOptions {
  readonly data: ControllerData;
  readonly rooms: readonly Room[];
}

/** Trains controllers from random weights with every estimator and seed. */
export function benchCredit({ data, rooms, ...options }: BenchCreditOptions): Promise<readonly CreditRow[]> {
  return compareCredits(createControllerArena(data, rooms, options.updates), options);
}

function createControllerArena(data: ControllerData, rooms: readonly Room[], updates: number): CreditArena {
  return {
    start({ credit, curriculum, seed }) {
      const settings = createSettings(seed, rooms, updates, curriculum);
      const state = createTrainerState(settings);
      return {
        update: () => trainOnce(state, data.training, settings, credit),
        evaluate: () => average(evaluateController(state.network, data.heldOut, rooms, 'all')),
      };
    },
    correlate: createCorrelate((seed, branches) => measureTruth({ seed, branches, data, rooms })),
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
    ...{ imitationRate: 0, reinforcementRate: 0.004, sharpness: 1, sight: 'all' },
  };
}

/** Streams, operations per stream, replays per operation and rollouts per group of the true values. */
const TRUTH = { streams: 24, operations: 8, replays: 4, group: 8 };

/** Random numbers for true values, apart from those of training. */
const DRAWN = 0x7247;

/** Updates of imitation before true values are measured. Under random weights, they say little. */
const TAUGHT = 20;

/**
 * Measures the true value of sampled operations: the reward with the option taken less the reward with another one, the
 * rest drawn with the same random numbers.
 */
function measureTruth({
  seed,
  branches,
  data,
  rooms,
}: {
  readonly seed: number;
  readonly branches: boolean;
  readonly data: ControllerData;
  readonly rooms: readonly Room[];
}): readonly ValuedGroup[] {
  const settings = { ...createSettings(seed, rooms, 0, false), imitation: TAUGHT, imitationRate: 0.004 };
  const state = createTrainerState(settings);
  while (state.updates < TAUGHT) trainOnce(state, data.training, settings);
  const random = createRandom(mixSeed(seed, DRAWN));
  const [room] = rooms as readonly [Room];
  return data.heldOut.slice(0, TRUTH.streams).map((stream) => {
    const group = { state, settings, random, size: TRUTH.group, branches };
    const episodes = playGroup(stream, room, group);
    const last = episodes.at(-1)!;
    const chunk = last.branchedAt ?? 0;
    const from = chunk === 0 ? undefined : { entries: episodes[0]!.memories[chunk - 1]!, chunk };
    const play = { network: state.network, room, sharpness: 1, from };
    const places = drawOperations(last, random);
    return {
      rollouts: episodes.map(toCreditRollout),
      places,
      values: places.map((place) => replay(stream, last, place, { ...play, random })),
    };
  });
}

/** Draws operations, half of them about texts that were shown: most others do not matter at all. */
function drawOperations(episode: ControllerEpisode, random: Random): readonly number[] {
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
  play: PlayOptions & { readonly random: Random },
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
