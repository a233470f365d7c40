/**
 * An episode that is played one step at a time, by whoever sends the replies.
 *
 * @module
 */
import { type EpisodeOptions, runEpisode } from '../agent/run-episode.ts';
import type { Format } from '../format/format.ts';
import type { WrittenReply } from '../policy/read-reply.ts';
import type { JsonObject } from '../shared/json.ts';
import type { Task } from '../task/task.ts';
import { computeReward, NO_REWARD_TERMS, type RewardFunction } from '../train/reward.ts';
import type { StepRecord, Trajectory } from '../trajectory/trajectory.ts';
import { type AskedStep, externalPolicy } from './external-policy.ts';
import { ProtocolError } from './wire.ts';

/** What a session plays. */
export interface SessionOptions {
  readonly format: Format;
  /** Options of each episode's memory. Every episode begins with an empty one. */
  readonly memory?: Omit<NonNullable<EpisodeOptions['memory']>, 'store' | 'namespace'>;
  /** Scores episodes. Default: the task's own reward, or else exact match of the answers. */
  readonly reward?: RewardFunction;
  /** Receives the trajectory of every episode that ended. */
  readonly onEpisode?: (trajectory: Trajectory) => void | Promise<void>;
}

/** What the client sees after a reset or a step. */
export interface SeenStep {
  /** The prompt of the next step; absent if the episode is over. */
  readonly asked?: AskedStep;
  /** What the last reply did; absent after a reset. */
  readonly record?: StepRecord;
  /** The trajectory, if the episode is over. */
  readonly trajectory?: Trajectory;
  /** The reward, if the episode is over. */
  readonly reward: number | null;
  readonly done: boolean;
}

/** One running episode. */
export interface EpisodeSession {
  readonly task: Task;
  readonly steps: number;
  readonly done: boolean;
  /** Returns the first prompt. */
  begin(): Promise<SeenStep>;
  /** Sends a reply and returns the next prompt, or the end. Rejects if the episode fails. */
  step(reply: WrittenReply): Promise<SeenStep>;
  /** Ends the episode without a score. A step that is still running rejects. */
  abort(): void;
}

/**
 * Opens an episode of a task. Nothing runs before `begin`.
 *
 * @param seed seed of whatever is random in the task
 */
export function createEpisodeSession(
  task: Task,
  seed: number | undefined,
  { format, memory, reward, onEpisode }: SessionOptions,
): EpisodeSession {
  const aborting = new AbortController();
  let steps = 0;
  let done = false;
  let answer: ((reply: WrittenReply) => void) | undefined;
  let show: ((seen: SeenStep) => void) | undefined;
  let fail: ((cause: unknown) => void) | undefined;
  let record: StepRecord | undefined;

  const policy = externalPolicy(format, (asked, signal) => {
    const reply = new Promise<WrittenReply>((resolve, reject) => {
      answer = resolve;
      signal?.addEventListener('abort', () => reject(signal.reason as Error), { once: true });
    });
    show?.({ asked, record, reward: null, done: false });
    return reply;
  });

  async function play(): Promise<void> {
    const { signal } = aborting;
    const onStep = (step: StepRecord): void => {
      record = step;
    };
    try {
      // The memory's clock stands still, as in training, so that equal seeds and replies give equal episodes.
      const trajectory = await runEpisode({ task, policy, seed, memory, clock: () => 0, signal, onStep });
      if (signal.aborted) return;
      await onEpisode?.(trajectory);
      const score = scoreEpisode(trajectory, reward);
      if (score === null) fail?.(describeFailure(trajectory));
      else show?.({ record, trajectory, reward: score, done: true });
    } catch (cause) {
      fail?.(cause);
    } finally {
      done = true;
    }
  }

  const next = (start: () => void): Promise<SeenStep> =>
    new Promise<SeenStep>((resolve, reject) => {
      [show, fail] = [resolve, reject];
      start();
    });

  return {
    task,
    get steps() {
      return steps;
    },
    get done() {
      return done;
    },
    begin: () => next(() => void play()),
    step(reply) {
      steps += 1;
      return next(() => answer?.(reply));
    },
    abort() {
      done = true;
      aborting.abort(new Error('the episode was abandoned'));
      fail?.(new ProtocolError('SESSION_ERROR', 'the episode was abandoned, and has no reward'));
    },
  };
}

/** Returns the reward of an episode, or `null` if it failed: an unfinished episode is not scored. */
export function scoreEpisode(trajectory: Trajectory, reward?: RewardFunction): number | null {
  const { reason } = trajectory.end;
  if (reason === 'failed' || reason === 'aborted') return null;
  return computeReward(trajectory, NO_REWARD_TERMS, reward);
}

function describeFailure({ steps, end }: Trajectory): ProtocolError {
  const failure = end.failure ?? steps.findLast((step) => step.failure !== undefined)?.failure;
  const reason = failure === undefined ? '' : `: ${failure.message}`;
  return new ProtocolError('EXECUTION_ERROR', `the episode ${end.reason}, and has no reward${reason}`);
}

/** Describes a step for the `metadata` of an observation. */
export function describeStep({ record, trajectory }: SeenStep): JsonObject {
  const plain = {
    operations: record?.operations ?? [],
    effects: record?.effects ?? [],
    issues: record?.issues ?? [],
    ...(trajectory && {
      answers: trajectory.end.answers,
      entries: trajectory.end.entries,
      end: trajectory.end.reason,
    }),
  };
  return JSON.parse(JSON.stringify(plain)) as JsonObject;
}
