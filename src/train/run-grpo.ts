/**
 * Runs GRPO with logs and checkpoints.
 *
 * @module
 */
import type { TokenCodec } from '../codec/token-codec.ts';
import type { Engine, Loss } from '../engine/engine.ts';
import { requireCapabilities } from '../engine/require-capabilities.ts';
import type { JsonObject } from '../shared/json.ts';
import { average } from './advantage.ts';
import { type Behaviour, measureBehaviour } from './behaviour.ts';
import { broadcast } from './broadcast.ts';
import type { CreditEstimator } from './credit.ts';
import { evaluateAt, type RunEvaluation } from './evaluate-at.ts';
import type { GrpoSettings } from './grpo-settings.ts';
import { keepRollouts } from './keep-rollouts.ts';
import { identifyLoss } from './loss-identity.ts';
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

/** The progress of one update. */
export interface GrpoUpdate {
  /** 1-based. */
  readonly update: number;
  readonly updates: number;
  /** Means over all rollouts of the update, including flat groups. */
  readonly reward: number;
  readonly exactMatch: number;
  readonly behaviour: Behaviour;
  /** Number of groups with different rewards, and of all groups. */
  readonly liveGroups: number;
  readonly groups: number;
  /** Mean gradient norm of the update's optimizer steps, before clipping. */
  readonly gradientNorm: number;
  /** Age of the weights that sampled the rollouts. */
  readonly staleness: Staleness;
  /** Seconds spent waiting for rollouts and training. */
  readonly rolloutSeconds: number;
  readonly trainSeconds: number;
  /** Sampled tokens per second of wall time since the run started or was resumed. */
  readonly tokensPerSecond: number;
  readonly secondsLeft: number;
  /** Result of `evaluate`, if the update was evaluated. */
  readonly evaluation?: JsonObject;
}

export interface RunGrpoOptions {
  readonly engine: Engine;
  /** The policy: a codec with a closed vocabulary, or any policy over the engine's samples. */
  readonly codec: TokenCodec | SampledPolicy;
  readonly tasks: TaskSource;
  readonly settings: GrpoSettings;
  /** Where the run is saved. Default: nowhere. */
  readonly run?: RunOptions;
  /** Saved with the settings. A resumed run must have the same values. */
  readonly identity?: JsonObject;
  /** The reference policy, if `klWeight` is above 0. */
  readonly reference?: Pick<Engine, 'logprobs'>;
  /** Default: the task's own reward, or the score of the answers if the task has none. */
  readonly reward?: RewardFunction;
  /** Default: `broadcast()`. */
  readonly credit?: CreditEstimator;
  /** Default: `policyLoss(settings)`. */
  readonly loss?: Loss;
  /**
   * Interval in updates at which all rollouts are saved as trajectories in the run's folder. Default:
   * never.
   */
  readonly rolloutsEvery?: number;
  /** Returns wall time in milliseconds. */
  readonly timer: () => number;
  readonly evaluate?: RunEvaluation;
  readonly onProgress?: (progress: GrpoUpdate) => void;
  readonly signal?: AbortSignal;
}

type GrpoCounters = { readonly step: number; readonly nextTask: number };

/**
 * Runs group-relative policy optimisation. Plays every task several times, compares each rollout with its
 * group, and makes the replies of better rollouts likelier. Reports every update to `onProgress`. If
 * aborted, it discards running rollouts, finishes a running update and saves a checkpoint.
 *
 * If the engine is deterministic and `staleness` is 0, a resumed run gives the same weights as an
 * uninterrupted one. Otherwise, rollouts ahead of the checkpoint are sampled again from its weights.
 *
 * @returns the number of the last update, and the engine's path to the last checkpoint
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
  const { engine, settings, credit = broadcast(), loss } = options;
  const identity = {
    stage: 'grpo',
    ...options.identity,
    ...(settings as unknown as JsonObject),
    credit: credit.name,
    ...(loss !== undefined && { loss: identifyLoss(loss) }),
  };
  if (loss !== undefined) requireCapabilities(engine, { losses: [loss.name] });
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
      // The update of these rollouts has not started.
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

/** Returns the batch of an update, or `undefined` if its rollouts were aborted. */
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

/** Creates the log line of an update. */
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

/** Lists the rewards of all rollouts by task. */
function listRewards({ live, flat }: CollectedGroups): readonly JsonObject[] {
  return [...live, ...flat].map(({ index, rewards }) => ({
    task: index,
    rewards: rewards.map((reward) => Math.round(reward * 1e4) / 1e4),
  }));
}
