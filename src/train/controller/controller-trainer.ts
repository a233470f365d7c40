/**
 * Trains one controller, update by update.
 *
 * @module
 */

import type { Network } from '../../learned/network.ts';
import type { Room } from '../../rules/keep-best.ts';
import { mixSeed } from '../../shared/mix-seed.ts';
import { createRandom, type Random } from '../../shared/random.ts';
import { hasVariance } from '../advantage.ts';
import { broadcastOperations } from '../credit/broadcast-operations.ts';
import type { OperationCredit } from '../credit/credit-rollout.ts';
import { createNetwork, decideAsRule } from './first-weights.ts';
import { addImitation, type TeacherName } from './imitate.ts';
import { type AdamState, climb, createAdamState, createGradient } from './network-gradient.ts';
import { playStream, SHARPNESS } from './play-stream.ts';
import {
  addPolicyGradient,
  type ControllerBehaviour,
  type EpisodeGroup,
  summariseEpisodes,
} from './reinforce.ts';
import { type TrainingStream, varyStream } from './training-stream.ts';

/** Settings that decide what a trainer learns. */
export interface TrainerSettings {
  readonly seed: number;
  /** Limits to draw from. */
  readonly rooms: readonly Room[];
  /** Absent: no imitation, only rewards. */
  readonly teacher?: TeacherName;
  /** Updates of imitation, then of reinforcement. */
  readonly imitation: number;
  readonly reinforcement: number;
  /** Streams per update, and rollouts per stream. */
  readonly streams: number;
  readonly group: number;
  readonly imitationRate: number;
  readonly reinforcementRate: number;
  /** Weight of imitating the evict rule beside everything else. Keeps weights close to the rule. Default 0. */
  readonly rulePenalty?: number;
  /** Whether the first half of reinforcement plays shorter streams, growing from a sixth. Default false. */
  readonly curriculum?: boolean;
  /**
   * What rollouts see of memory: all entries, or those of the view and of Reads. Default: all entries in imitation, because
   * that teaches most. In reinforcement, one of the two is drawn for each group.
   */
  readonly sight?: 'all' | 'view';
  /** Default 8. */
  readonly hidden?: number;
  /** Length of a row of features. Default: that of the features without an embedder. */
  readonly inputs?: number;
  /** Factor on logits in rollouts of reinforcement. Default 3. */
  readonly sharpness?: number;
}

const COUNTS = [
  'imitation',
  'reinforcement',
  'streams',
  'group',
  'imitationRate',
  'reinforcementRate',
] as const;

/** Defaults of `atommem train controller`. */
export const TRAINER_DEFAULTS: Pick<TrainerSettings, (typeof COUNTS)[number]> = {
  imitation: 200,
  reinforcement: 20,
  streams: 8,
  group: 8,
  imitationRate: 0.02,
  reinforcementRate: 0.001,
};

/** What one update did. */
export interface TrainerUpdate extends ControllerBehaviour {
  /** 1-based, over both stages. */
  readonly update: number;
  readonly stage: 'imitation' | 'reinforcement';
  /** Rollouts so far. */
  readonly episodes: number;
  /** Groups with different rewards, of all groups. 0 of 0 in imitation. */
  readonly liveGroups: number;
  readonly groups: number;
}

/** Everything that an update changes. */
export interface TrainerState {
  readonly network: Network;
  /** The weights before the first update. Imitation decays towards them. */
  readonly start: Float64Array;
  adam: AdamState;
  updates: number;
  episodes: number;
}

/** Creates the state before the first update: the evict rule if there is a teacher, random decisions if not. */
export function createTrainerState({
  seed,
  teacher,
  hidden = 8,
  inputs,
}: Pick<TrainerSettings, 'seed' | 'teacher' | 'hidden' | 'inputs'>): TrainerState {
  const network = createNetwork(seed, hidden, inputs);
  if (teacher !== undefined) decideAsRule(network);
  return {
    network,
    start: Float64Array.from(network.weights),
    adam: createAdamState(network.weights.length),
    updates: 0,
    episodes: 0,
  };
}

const WEIGHT_DECAY = 1e-4;

/** Factor on logits in rollouts of imitation. Decisions are nearly greedy, so that states resemble those in use. */
const IMITATION_SHARPNESS = 10;

/** Trains by one update. Equal states, settings and streams give equal weights. */
export function trainOnce(
  state: TrainerState,
  streams: readonly TrainingStream[],
  settings: TrainerSettings,
  credit: OperationCredit = broadcastOperations(),
): TrainerUpdate {
  const random = createRandom(mixSeed(settings.seed, state.updates));
  const imitating = state.updates < settings.imitation;
  // A new optimizer: the moments of imitation say nothing about rewards.
  if (state.updates === settings.imitation) state.adam = createAdamState(state.network.weights.length);
  const drawn = drawTasks(streams, settings, state.updates, random);
  const branches = credit.branches === true && !imitating;
  const groups = drawn.map(({ stream, room }) =>
    playGroup(stream, room, { state, settings, random, size: imitating ? 1 : settings.group, branches }),
  );
  const gradient = createGradient(state.network);
  for (const group of groups) {
    if (imitating) for (const episode of group) addImitation(gradient, episode, settings.teacher ?? 'rules');
    else addPolicyGradient(gradient, group, credit);
    const { rulePenalty = 0 } = settings;
    if (rulePenalty > 0)
      for (const episode of group) addImitation(gradient, episode, 'rules', rulePenalty / group.length);
  }
  gradient.propagate();
  const { weights } = state.network;
  const slope = gradient.weights.map(
    (value, place) =>
      value / groups.length - (imitating ? WEIGHT_DECAY * (weights[place]! - state.start[place]!) : 0),
  );
  climb(
    weights,
    slope,
    state.adam,
    imitating ? fadeRate(state.updates, settings) : settings.reinforcementRate,
  );
  state.updates += 1;
  state.episodes += groups.reduce((sum, group) => sum + group.length, 0);
  const live = imitating ? [] : groups.filter((group) => hasVariance(group.map(({ reward }) => reward)));
  return {
    update: state.updates,
    stage: imitating ? 'imitation' : 'reinforcement',
    episodes: state.episodes,
    liveGroups: live.length,
    groups: imitating ? 0 : groups.length,
    ...summariseEpisodes(groups.flat()),
  };
}

/** Returns the rate of imitation: constant for a third, then falling to zero. */
function fadeRate(update: number, { imitation, imitationRate }: TrainerSettings): number {
  return imitationRate * Math.min(1, 1.5 * (1 - update / (imitation + 1)));
}

/** Draws streams in turn, each in a new order and under a drawn limit. */
function drawTasks(
  streams: readonly TrainingStream[],
  settings: TrainerSettings,
  update: number,
  random: Random,
): readonly { readonly stream: TrainingStream; readonly room: Room }[] {
  const { seed, rooms, streams: count } = settings;
  const most = settings.curriculum ? readLength(update, settings) : 1;
  return Array.from({ length: count }, (_, place) => {
    const drawn = update * count + place;
    const pass = Math.floor(drawn / streams.length);
    const order = createRandom(`${seed}/${pass}`).shuffle(streams.map((_, at) => at));
    const stream = streams[order[drawn % streams.length]!]!;
    return { stream: varyStream(stream, random, most), room: random.pick(rooms) };
  });
}

/** Returns the share of documents to play with: from a sixth to all at half of reinforcement. */
function readLength(update: number, { imitation, reinforcement }: TrainerSettings): number {
  const done = Math.max(0, update - imitation) / Math.max(1, reinforcement / 2);
  return Math.min(1, 1 / 6 + (5 / 6) * done);
}

/**
 * Plays one stream `size` times. If `branches` is set, half of the rollouts continue from a state of the first, drawn
 * among its chunks.
 */
export function playGroup(
  stream: TrainingStream,
  room: Room,
  options: {
    readonly state: TrainerState;
    readonly settings: TrainerSettings;
    readonly random: Random;
    readonly size: number;
    readonly branches: boolean;
  },
): EpisodeGroup {
  const { state, settings, random, size, branches } = options;
  const imitating = state.updates < settings.imitation;
  const sharpness = imitating ? IMITATION_SHARPNESS : (settings.sharpness ?? SHARPNESS);
  const sight = settings.sight ?? (imitating || random.next() < 0.5 ? 'all' : 'view');
  const play = {
    ...{ network: state.network, room, random, sharpness },
    ...{ sight, practisesReads: imitating },
  };
  const whole = Array.from({ length: branches ? Math.ceil(size / 2) : size }, () => playStream(stream, play));
  const chunk = random.integer(stream.chunks.length);
  if (!branches || chunk === 0)
    return [...whole, ...repeat(size - whole.length, () => playStream(stream, play))];
  const from = { entries: whole[0]!.memories[chunk - 1]!, chunk };
  return [
    ...whole,
    ...repeat(size - whole.length, () => ({ ...playStream(stream, { ...play, from }), branchedAt: chunk })),
  ];
}

function repeat<Value>(count: number, create: () => Value): Value[] {
  return Array.from({ length: count }, create);
}

/** Measures the mean reward on held-out streams with the likeliest options, one value per limit. */
export function evaluateController(
  network: Network,
  streams: readonly TrainingStream[],
  rooms: readonly Room[],
  sight: 'all' | 'view' = 'view',
): readonly number[] {
  return rooms.map((room) => {
    const rewards = streams.map((stream) => playStream(stream, { network, room, sight }).reward);
    return rewards.reduce((sum, reward) => sum + reward, 0) / Math.max(1, rewards.length);
  });
}
