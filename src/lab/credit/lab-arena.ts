/**
 * Compares estimators of credit per operation on the token policies of the lab.
 *
 * @module
 */
import type { Datum, Engine } from '../../engine/engine.ts';
import { mixSeed } from '../../shared/mix-seed.ts';
import { createRandom } from '../../shared/random.ts';
import { average, hasVariance } from '../../train/advantage.ts';
import {
  type CompareCreditsOptions,
  type CreditArena,
  type CreditRow,
  compareCredits,
} from '../../train/credit/compare-credits.ts';
import type { OperationCredit } from '../../train/credit/credit-rollout.ts';
import { createCorrelate, type ValuedGroup } from '../../train/credit/measured-operations.ts';
import { reinforcedDatum } from '../../train/datum.ts';
import { scoreAnswers } from '../../train/reward.ts';
import { evaluateLab } from '../evaluate.ts';
import type { LabOptions } from '../options.ts';
import type { PhraseCodec } from '../phrases/phrase-codec.ts';
import type { LabPreset } from '../presets.ts';
import { labSeed } from '../seeds.ts';
import { trainingSeed } from '../task-source.ts';
import { type EngineFactory, openLabEngine } from '../training.ts';
import { type LabPlayers, playLabGroups, replayRollouts } from './branches.ts';
import { type CreditPlace, type CreditView, type LabRollout, viewRollout } from './lab-rollout.ts';

export interface BenchLabCreditOptions extends CompareCreditsOptions {
  readonly preset: LabPreset;
  /** Weights to start from. From random weights, no rollout answers a question. */
  readonly init: string;
  readonly createEngine: EngineFactory;
}

/** Reinforces a lab policy with every estimator and seed. */
export function benchLabCredit({
  preset,
  init,
  createEngine,
  ...options
}: BenchLabCreditOptions): Promise<readonly CreditRow[]> {
  const arena = createLabArena({ preset, init, createEngine }, options.updates);
  return compareCredits(arena, { evaluateEvery: EVALUATE_EVERY, ...options });
}

type ArenaOptions = Pick<BenchLabCreditOptions, 'preset' | 'init' | 'createEngine'>;

/** Tasks per update, and rollouts per task. */
const BATCH = { tasks: 8, group: 8 };

/** Development tasks of an evaluation. */
const EVALUATED = 100;

/** Updates between evaluations. An evaluation costs as much as an update. */
const EVALUATE_EVERY = 6;

const LEARNING_RATE = 6e-4;

function createLabArena(options: ArenaOptions, updates: number): CreditArena {
  const { lab } = options.preset;
  return {
    async start({ credit, curriculum, seed }) {
      const players = await openPlayers(options, seed);
      let done = 0;
      return {
        async update() {
          const shape = curriculum ? shorten(lab, done / updates) : lab;
          const plans = Array.from({ length: BATCH.tasks }, (_, place) => ({
            taskSeed: trainingSeed('grpo', seed, done * BATCH.tasks + place),
            options: shape,
            ...{ size: BATCH.group, branches: credit.branches === true },
          }));
          const groups = await playLabGroups(plans, mixSeed(seed, done), players);
          const data = await createData(groups, shape, credit, players);
          if (data.length > 0) {
            await players.engine.forwardBackward(data, { name: 'importance_sampling' });
            await players.engine.optimStep({ learningRate: LEARNING_RATE, gradientClip: 1 });
          }
          done += 1;
          const reward = average(groups.flat().map((rollout) => rollout.reward));
          return { episodes: done * BATCH.tasks * BATCH.group, reward };
        },
        async evaluate() {
          const player = { kind: 'model', ...players, temperature: 0 } as const;
          return (await evaluateLab(player, { options: lab, tasks: EVALUATED })).exactMatch / 100;
        },
        close: () => players.engine.close(),
      };
    },
    correlate: createCorrelate((seed, branches) => measureTruth(options, seed, branches)),
  };
}

type TrainedPlayers = LabPlayers & { readonly engine: Engine; readonly codec: PhraseCodec };

async function openPlayers(
  { preset, init, createEngine }: ArenaOptions,
  seed: number,
): Promise<TrainedPlayers> {
  const players = await openLabEngine(preset, seed, createEngine);
  await players.engine.load(init, { optimizer: false });
  return players;
}

/** Returns the shape of tasks after a share of the updates: from half the length to all of it at half of them. */
function shorten(lab: LabOptions, done: number): LabOptions {
  const share = Math.min(1, 0.5 + done);
  const chunks = Math.round((share * lab.sentences) / lab.chunkSentences);
  return { ...lab, sentences: chunks * lab.chunkSentences };
}

/** Turns groups into training data, with the credit of each decision on its tokens. */
async function createData(
  groups: readonly (readonly LabRollout[])[],
  options: LabOptions,
  credit: OperationCredit,
  players: LabPlayers,
): Promise<readonly Datum[]> {
  const views = await viewGroups(groups, { options, players, replays: credit.replays ? 'all' : 'none' });
  const rows = views.flatMap((group, at) => {
    const credits = credit.assign(group.map(({ rollout }) => rollout));
    return group.flatMap((view, rollout) => spread(groups[at]![rollout]!, view, credits[rollout]!));
  });
  const tokens = rows.reduce((sum, { credits }) => sum + credits.length, 0);
  return rows
    .filter(({ credits }) => credits.some((value) => value !== 0))
    .map(({ step, credits }) =>
      reinforcedDatum(
        step,
        credits.map((value) => value / tokens),
      ),
    );
}

/** Spreads credit over the tokens of each step: every token of a decision gets the mean credit of its operations. */
function spread(
  { trajectory }: LabRollout,
  { places }: CreditView,
  credits: readonly number[],
): readonly {
  readonly step: NonNullable<(typeof trajectory.steps)[number]['tokens']>;
  readonly credits: number[];
}[] {
  return trajectory.steps.flatMap(({ step, tokens }) => {
    if (tokens === undefined) return [];
    const sums = tokens.reply.map(() => ({ sum: 0, count: 0 }));
    places.forEach(({ step: at, decision: { from, to } }, operation) => {
      if (at !== step) return;
      for (const token of sums.slice(from, to)) {
        token.sum += credits[operation]!;
        token.count += 1;
      }
    });
    return [{ step: tokens, credits: sums.map(({ sum, count }) => (count === 0 ? 0 : sum / count)) }];
  });
}

interface ViewOptions {
  readonly options: LabOptions;
  readonly players: LabPlayers;
  /** Which rollouts of a live group to replay without each of their operations. */
  readonly replays: 'none' | 'last' | 'all';
}

/** Turns groups into what estimators see. Answers and ends cannot be left out: without them, the mean is expected. */
async function viewGroups(
  groups: readonly (readonly LabRollout[])[],
  { options, players, replays }: ViewOptions,
): Promise<readonly (readonly CreditView[])[]> {
  const live = groups.filter((group) => replays !== 'none' && hasVariance(group.map(({ reward }) => reward)));
  const wanted = live
    .flatMap((group) => (replays === 'last' ? group.slice(-1) : group))
    .flatMap((rollout) =>
      listOperations(rollout).map((place) => ({ rollout, place, options, keeps: false, seed: rollout.seed })),
    );
  const rewards = (await replayRollouts(wanted, players)).map(scoreAnswers);
  const known = new Map<CreditPlace['decision'], number>(
    wanted.map(({ place }, at) => [place.decision, rewards[at]!]),
  );
  return groups.map((group) => {
    const mean = average(group.map(({ reward }) => reward));
    return group.map((rollout) => viewRollout(rollout, ({ decision }) => known.get(decision) ?? mean));
  });
}

/** Lists the operations of a rollout that are its own. */
function listOperations({ decisions, branchedAt = 0 }: LabRollout): readonly CreditPlace[] {
  return decisions.flatMap((own, step) =>
    own.flatMap((decision) =>
      decision.kind === 'operation' && step >= branchedAt ? [{ step, decision }] : [],
    ),
  );
}

/** Tasks, operations per task and replays per operation of the true values. */
const TRUTH = { tasks: 16, operations: 6, replays: 3 };

/** Random numbers for true values, apart from those of training: what is drawn, and how groups are played. */
const DRAWN = 0x7247;
const PLAYED = 0x7248;

/** First development task of the true values, beyond those of evaluations. */
const FIRST_TRUTH = 10_000;

/**
 * Measures the true value of sampled operations under the first weights: the reward with the operation less the reward
 * without it, both with the rest sampled again from equal random numbers.
 */
async function measureTruth(
  arena: ArenaOptions,
  seed: number,
  branches: boolean,
): Promise<readonly ValuedGroup[]> {
  const players = await openPlayers(arena, seed);
  const options = arena.preset.lab;
  const random = createRandom(mixSeed(seed, DRAWN));
  const plans = Array.from({ length: TRUTH.tasks }, (_, task) => ({
    taskSeed: labSeed('development', FIRST_TRUTH + 100 * seed + task),
    ...{ options, size: BATCH.group, branches },
  }));
  const groups = await playLabGroups(plans, mixSeed(seed, PLAYED), players);
  const views = await viewGroups(groups, { options, players, replays: branches ? 'none' : 'last' });
  const drawn = views.map((group) => {
    const { rollout, places } = group.at(-1)!;
    const own = places.flatMap(({ step, decision }, place) =>
      decision.kind === 'operation' && step >= (rollout.branchedAt ?? 0) ? [place] : [],
    );
    return random.shuffle(own).slice(0, TRUTH.operations);
  });
  const replays = drawn.flatMap((own, group) =>
    own.flatMap((operation) =>
      Array.from({ length: TRUTH.replays }, () => random.integer(2 ** 31)).flatMap((each) =>
        [true, false].map((keeps) => ({
          rollout: groups[group]!.at(-1)!,
          ...{ options, keeps, seed: each, place: views[group]!.at(-1)!.places[operation]! },
        })),
      ),
    ),
  );
  const rewards = (await replayRollouts(replays, players)).map(scoreAnswers);
  await players.engine.close();
  const left = [...rewards];
  return views.map((own, group) => ({
    rollouts: own.map(({ rollout }) => rollout),
    places: drawn[group]!,
    values: drawn[group]!.map(() => {
      const part = left.splice(0, 2 * TRUTH.replays);
      return average(part.map((reward, place) => (place % 2 === 0 ? 2 : -2) * reward));
    }),
  }));
}
