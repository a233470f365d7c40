/**
 * `trainController`: trains the weights of the learned policy.
 *
 * @module
 */
import { join } from 'node:path';
import { EMBEDDED_FEATURE_NAMES } from '../../learned/features.ts';
import type { Network } from '../../learned/network.ts';
import type { ControllerWeights } from '../../learned/weights.ts';
import type { Room } from '../../rules/keep-best.ts';
import { AtomMemError } from '../../shared/error.ts';
import type { JsonObject } from '../../shared/json.ts';
import { average } from '../advantage.ts';
import type { OperationCredit } from '../credit/credit-rollout.ts';
import { createFlatWatch } from '../flat-watch.ts';
import { openTrainingRun } from '../training-run.ts';
import { formatBudget } from './budget.ts';
import { storeState } from './controller-checkpoint.ts';
import { type ControllerData, requireEvidence } from './controller-data.ts';
import {
  createTrainerState,
  evaluateController,
  TRAINER_DEFAULTS,
  type TrainerSettings,
  type TrainerUpdate,
  trainOnce,
} from './controller-trainer.ts';
import { joinNetworks } from './join-networks.ts';

export interface TrainControllerOptions extends Partial<Omit<TrainerSettings, 'seed' | 'rooms' | 'inputs'>> {
  readonly data: ControllerData;
  /** Limits of memory to train under. */
  readonly rooms: readonly Room[];
  /** One controller is trained per seed. Default: 1, 2 and 3. */
  readonly seeds?: readonly number[];
  /** How credit is split among decisions. Default: `broadcastOperations()`. */
  readonly credit?: OperationCredit;
  /** Folder of a log and checkpoints per seed. Default: nothing is saved. */
  readonly directory?: string;
  /** Continues from the newest checkpoints of the folder. Default false. */
  readonly resume?: boolean;
  /** Saved with the settings. A resumed run must have the same values. */
  readonly identity?: JsonObject;
  readonly signal?: AbortSignal;
  readonly onUpdate?: (seed: number, update: TrainerUpdate) => void | Promise<void>;
  /** Receives what the user should know, such as rewards that are never reached. */
  readonly onNotice?: (message: string) => void;
}

/** The controller of one seed. */
export interface TrainedController {
  readonly seed: number;
  readonly weights: ControllerWeights;
  /** Mean held-out reward by limit, as text: `10` entries or `2000ch` characters. */
  readonly heldOut: Readonly<Record<string, number>>;
  readonly reward: number;
  /** Mean held-out reward before training. With a teacher, this is the reward of the evict rule. */
  readonly rewardBefore: number;
  readonly episodes: number;
}

/** Updates between checkpoints. */
const CHECKPOINT_EVERY = 50;

/**
 * Trains one controller per seed and returns them, best held-out reward first. It first imitates a teacher and then
 * reinforces what earns more reward than other rollouts of the same stream. Stops at the next update if aborted; the
 * run can then be resumed.
 *
 * @throws AtomMemError `bad-option` if there are no streams or limits to train on, or if the teacher `privileged` has
 * questions without evidence
 * @example
 * const [best] = await trainController({ data, rooms: [{ entries: 10 }], teacher: 'privileged' });
 */
export async function trainController(
  options: TrainControllerOptions,
): Promise<readonly TrainedController[]> {
  const { data, seeds = [1, 2, 3], signal } = options;
  requireMaterial(options);
  requireEvidence(data.training, options.teacher);
  const trained: TrainedController[] = [];
  for (const seed of seeds) {
    if (signal?.aborted) break;
    const { network } = createTrainerState(resolveSettings(seed, options));
    // With a teacher, the first decisions are equal for all seeds. Without one, they are random.
    const known = options.teacher === undefined ? undefined : trained[0]?.rewardBefore;
    const rewardBefore = known ?? average(evaluateController(network, data.heldOut, options.rooms));
    trained.push({ ...(await trainSeed(seed, options)), rewardBefore });
  }
  return trained.sort((left, right) => right.reward - left.reward);
}

/** Checks that there is something to train on. */
function requireMaterial({ data, rooms }: TrainControllerOptions): void {
  const option = rooms.length === 0 ? 'rooms' : 'data';
  if (rooms.length > 0 && data.training.length > 0) return;
  throw new AtomMemError('bad-option', {
    problem: option === 'rooms' ? 'there is no limit to train under' : 'there is no stream to train on',
    remedy:
      option === 'rooms'
        ? "Pass rooms, such as parseBudgets('10,2000ch')"
        : 'Pass more questions, or hold out fewer',
    details: { option },
  });
}

/** Several controllers as one, with its held-out rewards. */
export interface JoinedController extends Pick<TrainedController, 'weights' | 'heldOut' | 'reward'> {}

/**
 * Joins trained controllers into one network with the mean of their outputs, which depends less on the seed, and measures
 * it on the held-out streams.
 *
 * @example
 * const { weights, reward } = joinControllers(await trainController(options), options);
 */
export function joinControllers(
  trained: readonly TrainedController[],
  { data, rooms }: Pick<TrainControllerOptions, 'data' | 'rooms'>,
): JoinedController {
  const network = joinNetworks(trained.map(({ weights }) => weights.network));
  const { heldOut, reward } = measureHeldOut(network, data, rooms);
  const seeds = trained.map(({ seed }) => seed).sort((one, other) => one - other);
  const origin = { seeds, episodes: trained.reduce((sum, { episodes }) => sum + episodes, 0), heldOut };
  return { weights: toWeights(network, data, origin), heldOut, reward };
}

function toWeights(
  network: Network,
  { words, embedder }: ControllerData,
  origin: JsonObject,
): ControllerWeights {
  return { network, words, embedder, origin };
}

function measureHeldOut(
  network: Network,
  data: ControllerData,
  rooms: readonly Room[],
): Pick<TrainedController, 'heldOut' | 'reward'> {
  const rewards = evaluateController(network, data.heldOut, rooms);
  const heldOut = Object.fromEntries(rooms.map((room, place) => [formatBudget(room), rewards[place]!]));
  return { heldOut, reward: average(rewards) };
}

async function trainSeed(
  seed: number,
  options: TrainControllerOptions,
): Promise<Omit<TrainedController, 'rewardBefore'>> {
  const { data, rooms, credit, directory, resume, identity, signal, onUpdate } = options;
  const settings = resolveSettings(seed, options);
  const total = settings.imitation + settings.reinforcement;
  const state = createTrainerState(settings);
  const stored = storeState(state);
  const run =
    directory === undefined
      ? undefined
      : await openTrainingRun(
          stored,
          { stage: 'controller', ...identity, ...(JSON.parse(JSON.stringify(settings)) as JsonObject) },
          { directory: join(directory, `seed-${seed}`), resume, checkpointEvery: CHECKPOINT_EVERY },
        );
  const watch = watchFlatGroups(seed, options);
  try {
    while (state.updates < total && !signal?.aborted) {
      const update = trainOnce(state, data.training, settings, credit);
      watch(update);
      await run?.log({ step: update.update, ...update });
      await run?.save(stored, { step: state.updates }, state.updates === total || signal?.aborted === true);
      await onUpdate?.(seed, update);
    }
    if (signal?.aborted) await run?.save(stored, { step: state.updates }, true);
  } finally {
    await run?.close();
  }
  const { heldOut, reward } = measureHeldOut(state.network, data, rooms);
  const origin = { seed, updates: state.updates, episodes: state.episodes, heldOut };
  const weights = toWeights(state.network, data, origin);
  return { seed, weights, heldOut, reward, episodes: state.episodes };
}

/** Without a teacher the network must move far, and must explore: a higher rate, and logits as they are. */
const SCRATCH_RATE = 0.004;

function resolveSettings(seed: number, options: TrainControllerOptions): TrainerSettings {
  const { teacher, rooms, data } = options;
  const given = (key: keyof typeof TRAINER_DEFAULTS): number | undefined => options[key];
  return {
    seed,
    rooms,
    teacher,
    imitation: teacher === undefined ? 0 : (given('imitation') ?? TRAINER_DEFAULTS.imitation),
    reinforcement: given('reinforcement') ?? TRAINER_DEFAULTS.reinforcement,
    streams: given('streams') ?? TRAINER_DEFAULTS.streams,
    group: given('group') ?? TRAINER_DEFAULTS.group,
    imitationRate: given('imitationRate') ?? TRAINER_DEFAULTS.imitationRate,
    reinforcementRate:
      given('reinforcementRate') ??
      (teacher === undefined ? SCRATCH_RATE : TRAINER_DEFAULTS.reinforcementRate),
    rulePenalty: options.rulePenalty,
    curriculum: options.curriculum,
    hidden: options.hidden,
    inputs: data.embedder === undefined ? undefined : EMBEDDED_FEATURE_NAMES.length,
    sight: options.sight,
    sharpness: options.sharpness ?? (teacher === undefined ? 1 : undefined),
  };
}

const FLAT_REMEDY =
  'Start from a teacher (--teacher rules), shorten the streams (--docs), or raise the budget.';

/** Tells the user if rewards are never reached. */
function watchFlatGroups(
  seed: number,
  { onNotice }: TrainControllerOptions,
): (update: TrainerUpdate) => void {
  const watch = createFlatWatch(FLAT_REMEDY);
  return (update) => {
    const message = update.stage === 'imitation' ? undefined : watch(update);
    if (message !== undefined) onNotice?.(`seed ${seed}: ${message}`);
  };
}
