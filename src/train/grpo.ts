import type { TokenCodec } from '../codec/token-codec.ts';
import type { Engine } from '../engine/engine.ts';
import type { JsonObject } from '../shared/json.ts';
import { meanOf } from './advantage.ts';
import { type Behaviour, behaviourOf } from './behaviour.ts';
import { evaluateAt, type RunEvaluation } from './evaluate-at.ts';
import type { GrpoSettings } from './grpo-settings.ts';
import { keepRollouts } from './keep-rollouts.ts';
import { correctness } from './reward.ts';
import { type CollectedGroups, collectGroups, type TaskSource } from './rollout-group.ts';
import {
  createRolloutsAhead,
  type RolloutBatch,
  type RolloutsAhead,
  type Staleness,
} from './rollouts-ahead.ts';
import type { LogRecord } from './run-log.ts';
import type { SampledPolicy } from './sampled-policy.ts';
import { openTrainingRun, type RunOptions, type TrainingRun } from './training-run.ts';
import { learntFrom, updatePolicy } from './update-policy.ts';

/** What a caller can show while training goes on. */
export interface GrpoProgress {
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

export interface GrpoOptions {
  readonly engine: Engine;
  /** Who plays: a closed vocabulary, or any other policy over the engine's samples. */
  readonly codec: TokenCodec | SampledPolicy;
  readonly tasks: TaskSource;
  readonly settings: GrpoSettings;
  readonly run: RunOptions;
  /** Stands in the checkpoint beside the settings: what a resumed run must agree on. */
  readonly identity?: JsonObject;
  /** The policy to stay near, where `klWeight` is above 0. */
  readonly reference?: Pick<Engine, 'logprobs'>;
  /** Updates from one to the next whose rollouts are kept as trajectories in the run's folder. Default: none are. */
  readonly rolloutsEvery?: number;
  /** Milliseconds of wall time. */
  readonly timer: () => number;
  readonly evaluate?: RunEvaluation;
  readonly onProgress?: (progress: GrpoProgress) => void;
  readonly signal?: AbortSignal;
}

type GrpoCounters = { readonly step: number; readonly nextTask: number };

/**
 * Group-relative policy optimisation: roll out every task several times, compare each rollout with its
 * group, and make what the better ones wrote likelier. Ends early, with a checkpoint, when aborted: rollouts
 * under way are given up, an update under way is finished.
 *
 * A resumed run gives the same weights as one that was never stopped, where the engine is deterministic and
 * `staleness` is 0; otherwise rollouts that were ahead of the checkpoint are drawn again from its weights.
 *
 * @returns the engine's path to the last checkpoint, and the update it is from.
 * @throws TrainingError where a loss is not a number
 */
export async function runGrpo(options: GrpoOptions): Promise<{ update: number; checkpoint: string }> {
  const { engine, settings } = options;
  const identity = { stage: 'grpo', ...options.identity, ...(settings as unknown as JsonObject) };
  const run = await openTrainingRun<GrpoCounters>(engine, identity, options.run);
  const first: GrpoCounters = run.resumed ?? { step: 0, nextTask: 0 };
  const ahead = rolloutsAhead(options, first);
  try {
    return await trainOn(run, first, ahead, options);
  } finally {
    ahead.stop();
    await run.close();
  }
}

async function trainOn(
  run: TrainingRun<GrpoCounters>,
  first: GrpoCounters,
  ahead: RolloutsAhead,
  options: GrpoOptions,
): Promise<{ update: number; checkpoint: string }> {
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
    const batch = await rolledOut(ahead, update + 1, run, signal);
    if (batch === undefined) {
      // The update that they were for has not begun.
      await save(true);
      break;
    }
    update += 1;
    ({ nextTask } = batch);
    const learning = timer();
    const { steps, gradientNorm } = await updatePolicy(batch, update, options).catch(
      failing(tasksOf(batch, settings)),
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
      ...(evaluation && { evaluation }),
    };
    if (options.rolloutsEvery !== undefined && update % options.rolloutsEvery === 0) {
      await keepRollouts([...batch.live, ...batch.flat], update, options.run.directory);
    }
    await run.log(recordOf(update, batch, found, settings));
    await save(stopped || update === settings.updates);
    const seconds = (timer() - started) / 1000;
    sampledTokens += found.replyTokens;
    options.onProgress?.({
      update,
      updates: settings.updates,
      ...found,
      staleness: batch.staleness,
      tokensPerSecond: sampledTokens / Math.max(1e-9, seconds),
      secondsLeft: (seconds / (update - first.step)) * (settings.updates - update),
    });
  }
  return { update, checkpoint: run.checkpoint() };
}

function rolloutsAhead(
  { engine, codec, tasks, settings, signal }: GrpoOptions,
  { step, nextTask }: GrpoCounters,
): RolloutsAhead {
  const { updates, staleness = 0 } = settings;
  const gather = engine.capabilities.overlaps !== true;
  return createRolloutsAhead({
    engine,
    collect: (sampling, firstTask, stopped) =>
      collectGroups(tasks, firstTask, settings, { engine: sampling, codec, gather, signal: stopped }),
    from: { update: step, nextTask },
    last: updates,
    staleness,
    ...(signal && { signal }),
  });
}

/** The batch of an update; `undefined` where its rollouts were given up. */
async function rolledOut(
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

function tasksOf(batch: CollectedGroups, settings: GrpoSettings): string {
  return `tasks ${learntFrom(batch, settings)
    .map(({ index }) => index)
    .join(', ')}`;
}

type BatchSummary = Pick<GrpoProgress, 'reward' | 'exactMatch' | 'behaviour' | 'liveGroups' | 'groups'> & {
  readonly replyTokens: number;
};

type UpdateFindings = BatchSummary &
  Pick<GrpoProgress, 'gradientNorm' | 'rolloutSeconds' | 'trainSeconds' | 'evaluation'>;

function summarise({ live, flat }: CollectedGroups): BatchSummary {
  const groups = [...live, ...flat];
  const trajectories = groups.flatMap((group) => group.trajectories);
  const behaviour = behaviourOf(trajectories);
  return {
    reward: meanOf(groups.flatMap(({ rewards }) => rewards)),
    exactMatch: meanOf(trajectories.map(correctness)),
    behaviour,
    liveGroups: live.length,
    groups: groups.length,
    replyTokens: Math.round(behaviour.replyTokens * behaviour.steps * trajectories.length),
  };
}

/** An update's line of the log. */
function recordOf(
  update: number,
  batch: RolloutBatch,
  { behaviour, ...found }: UpdateFindings,
  settings: GrpoSettings,
): LogRecord {
  return {
    step: update,
    ...found,
    behaviour: { ...behaviour },
    ...(settings.staleness !== undefined && { staleness: { ...batch.staleness } }),
    rollouts: rewardsOf(batch),
  };
}

/** Every rollout's reward, by task. */
function rewardsOf({ live, flat }: CollectedGroups): readonly JsonObject[] {
  return [...live, ...flat].map(({ index, rewards }) => ({
    task: index,
    rewards: rewards.map((reward) => Math.round(reward * 1e4) / 1e4),
  }));
}
