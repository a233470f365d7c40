import type { TokenCodec } from '../codec/token-codec.ts';
import type { Engine } from '../engine/engine.ts';
import type { JsonObject } from '../shared/json.ts';
import { average } from './advantage.ts';
import { type Behaviour, measureBehaviour } from './behaviour.ts';
import { broadcast } from './broadcast.ts';
import type { CreditEstimator } from './credit.ts';
import { evaluateAt, type RunEvaluation } from './evaluate-at.ts';
import type { GrpoSettings } from './grpo-settings.ts';
import { keepRollouts } from './keep-rollouts.ts';
import { openRun } from './open-run.ts';
import { type RewardFunction, scoreAnswers } from './reward.ts';
import { type CollectedGroups, collectGroups, type TaskSource } from './rollout-group.ts';
import {
  createRolloutsAhead,
  type RolloutBatch,
  type RolloutsAhead,
  type Staleness,
} from './rollouts-ahead.ts';
import type { RunRecord } from './run-log.ts';
import type { SampledPolicy } from './sampled-policy.ts';
import type { RunOptions, TrainingRun } from './training-run.ts';
import { learntFrom, updatePolicy } from './update-policy.ts';

/** What a caller can show while training goes on. */
export interface GrpoUpdate {
  /** 1-based. */
  readonly update: number;
  readonly updates: number;
  /** Means over all rollouts of the update, those of flat groups too. */
  readonly reward: number;
  readonly exactMatch: number;
  readonly behaviour: Behaviour;
  /** Groups that taught something, of those that were rolled out. */
  readonly liveGroups: number;
  readonly groups: number;
  /** Mean over the update's optimizer steps, before clipping. */
  readonly gradientNorm: number;
  /** How old the weights behind the rollouts were. */
  readonly staleness: Staleness;
  /** Waiting for rollouts, and training. */
  readonly rolloutSeconds: number;
  readonly trainSeconds: number;
  /** Tokens sampled, by wall time since the run began or was resumed. */
  readonly tokensPerSecond: number;
  readonly secondsLeft: number;
  /** What `evaluate` returned, at the updates that have it. */
  readonly evaluation?: JsonObject;
}

export interface RunGrpoOptions {
  readonly engine: Engine;
  /** Who plays: a closed vocabulary, or any other policy over the engine's samples. */
  readonly codec: TokenCodec | SampledPolicy;
  readonly tasks: TaskSource;
  readonly settings: GrpoSettings;
  /** Where the run is saved. Default: nowhere. */
  readonly run?: RunOptions;
  /** Stands in the checkpoint beside the settings: what a resumed run must agree on. */
  readonly identity?: JsonObject;
  /** The policy to stay near, where `klWeight` is above 0. */
  readonly reference?: Pick<Engine, 'logprobs'>;
  /** Default: the task's own reward, else the score of its answers. */
  readonly reward?: RewardFunction;
  /** Default: `broadcast()`. */
  readonly credit?: CreditEstimator;
  /** Updates from one to the next whose rollouts are kept as trajectories in the run's folder. Default: none are. */
  readonly rolloutsEvery?: number;
  /** Milliseconds of wall time. */
  readonly timer: () => number;
  readonly evaluate?: RunEvaluation;
  readonly onProgress?: (progress: GrpoUpdate) => void;
  readonly signal?: AbortSignal;
}

type GrpoCounters = { readonly step: number; readonly nextTask: number };

/**
 * Runs group-relative policy optimisation: plays every task several times, compares each rollout with its
 * group, and makes what the better ones wrote likelier. Reports every update to `onProgress`. If aborted, it
 * discards the rollouts in progress, finishes an update in progress and saves a checkpoint.
 *
 * A resumed run gives the same weights as one that was never stopped if the engine is deterministic and
 * `staleness` is 0. Otherwise, rollouts that were ahead of the checkpoint are drawn again from its weights.
 *
 * @returns the engine's path to the last checkpoint, and the update that it is from.
 * @throws AtomMemError `training-stopped` if a loss is not finite, or the engine or a task fails
 */
export async function runGrpo(
  options: RunGrpoOptions,
): Promise<{ update: number; checkpoint: string | undefined }> {
  const updates = grpoUpdates(options);
  for (;;) {
    const { done, value } = await updates.next();
    if (done) return value;
    options.onProgress?.(value);
  }
}

/**
 * The loop of `runGrpo` as an iterator with one item per update. Returning early stops the rollouts in
 * progress, saves a checkpoint and unlocks the folder.
 */
export async function* grpoUpdates(
  options: Omit<RunGrpoOptions, 'onProgress'>,
): AsyncGenerator<GrpoUpdate, { update: number; checkpoint: string | undefined }, undefined> {
  const { engine, settings, credit = broadcast() } = options;
  const identity = {
    stage: 'grpo',
    ...options.identity,
    ...(settings as unknown as JsonObject),
    // Runs from before there was a choice have no such field.
    ...(credit.name !== 'broadcast' && { credit: credit.name }),
  };
  const run = await openRun<GrpoCounters>(engine, identity, options.run);
  const first: GrpoCounters = run.resumed ?? { step: 0, nextTask: 0 };
  const ahead = rolloutsAhead(options, first);
  try {
    return yield* trainOn(run, first, ahead, options);
  } finally {
    ahead.stop();
    await run.close();
  }
}

async function* trainOn(
  run: TrainingRun<GrpoCounters>,
  first: GrpoCounters,
  ahead: RolloutsAhead,
  options: Omit<RunGrpoOptions, 'onProgress'>,
): AsyncGenerator<GrpoUpdate, { update: number; checkpoint: string | undefined }, undefined> {
  const { engine, settings, timer, signal } = options;
  const started = timer();
  let sampledTokens = 0;
  let { step: update, nextTask } = first;
  let stopped = false;
  const failing = (batch: string) => (cause: unknown) => {
    throw run.failure(update, batch, cause);
  };
  const save = (last: boolean): Promise<void> =>
    run.save(engine, { step: update, nextTask }, last).catch(failing('the checkpoint'));

  while (update < settings.updates && !stopped) {
    const begun = timer();
    const batch = await takeRollouts(ahead, update + 1, run, signal);
    if (batch === undefined) {
      // Aborted: the update that these rollouts were for has not begun.
      await save(true);
      break;
    }
    update += 1;
    ({ nextTask } = batch);
    const learning = timer();
    const { steps, gradientNorm } = await updatePolicy(batch, update, options).catch(
      failing(describeTasks(batch, settings)),
    );
    if (steps > 0) run.learnt(update);
    const trained = timer();
    stopped = signal?.aborted === true;
    const evaluation = await evaluateAt(update, settings.updates, options.evaluate).catch(
      failing('the evaluation'),
    );
    const found: UpdateFindings = {
      ...summarise(batch),
      gradientNorm,
      rolloutSeconds: (learning - begun) / 1000,
      trainSeconds: (trained - learning) / 1000,
      evaluation,
    };
    const directory = options.run?.directory;
    if (directory !== undefined && options.rolloutsEvery && update % options.rolloutsEvery === 0) {
      await keepRollouts([...batch.live, ...batch.flat], update, directory);
    }
    await run.log(createRecord(update, batch, found, settings));
    await save(stopped || update === settings.updates);
    const seconds = (timer() - started) / 1000;
    sampledTokens += found.replyTokens;
    let left = true;
    try {
      yield {
        update,
        updates: settings.updates,
        ...found,
        staleness: batch.staleness,
        tokensPerSecond: sampledTokens / Math.max(1e-9, seconds),
        secondsLeft: (seconds / (update - first.step)) * (settings.updates - update),
      };
      left = false;
    } finally {
      if (left) await save(true);
    }
  }
  return { update, checkpoint: run.checkpoint() };
}

function rolloutsAhead(
  { engine, codec, tasks, settings, reward, signal }: Omit<RunGrpoOptions, 'onProgress'>,
  { step, nextTask }: GrpoCounters,
): RolloutsAhead {
  const { updates, staleness = 0 } = settings;
  const gather = engine.capabilities.overlaps !== true;
  return createRolloutsAhead({
    engine,
    collect: (sampling, firstTask, stopped) =>
      collectGroups(tasks, firstTask, settings, { engine: sampling, codec, gather, reward, signal: stopped }),
    from: { update: step, nextTask },
    last: updates,
    staleness,
    signal,
  });
}

/** The batch of an update; `undefined` where its rollouts were given up. */
async function takeRollouts(
  ahead: RolloutsAhead,
  update: number,
  run: Pick<TrainingRun<GrpoCounters>, 'failure'>,
  signal: AbortSignal | undefined,
): Promise<RolloutBatch | undefined> {
  const batch = await ahead.take(update).catch((cause: unknown) => {
    if (signal?.aborted) return undefined;
    throw run.failure(update, `rollouts for update ${update}`, cause);
  });
  return signal?.aborted ? undefined : batch;
}

function describeTasks(batch: CollectedGroups, settings: GrpoSettings): string {
  return `tasks ${learntFrom(batch, settings)
    .map(({ index }) => index)
    .join(', ')}`;
}

type BatchSummary = Pick<GrpoUpdate, 'reward' | 'exactMatch' | 'behaviour' | 'liveGroups' | 'groups'> & {
  readonly replyTokens: number;
};

type UpdateFindings = BatchSummary &
  Pick<GrpoUpdate, 'gradientNorm' | 'rolloutSeconds' | 'trainSeconds' | 'evaluation'>;

function summarise({ live, flat }: CollectedGroups): BatchSummary {
  const groups = [...live, ...flat];
  const trajectories = groups.flatMap((group) => group.trajectories);
  const behaviour = measureBehaviour(trajectories);
  return {
    reward: average(groups.flatMap(({ rewards }) => rewards)),
    exactMatch: average(trajectories.map(scoreAnswers)),
    behaviour,
    liveGroups: live.length,
    groups: groups.length,
    replyTokens: Math.round(behaviour.replyTokens * behaviour.steps * trajectories.length),
  };
}

/** An update's line of the log. */
function createRecord(
  update: number,
  batch: RolloutBatch,
  { behaviour, ...found }: UpdateFindings,
  settings: GrpoSettings,
): RunRecord {
  return {
    step: update,
    ...found,
    behaviour: { ...behaviour },
    ...(settings.staleness !== undefined && { staleness: { ...batch.staleness } }),
    rollouts: listRewards(batch),
  };
}

/** Every rollout's reward, by task. */
function listRewards({ live, flat }: CollectedGroups): readonly JsonObject[] {
  return [...live, ...flat].map(({ index, rewards }) => ({
    task: index,
    rewards: rewards.map((reward) => Math.round(reward * 1e4) / 1e4),
  }));
}
