/**
 * Tracks a run: stores finished episodes, counts failures, and stops at the limits.
 *
 * @module
 */
import { type Prices, priceTokens } from '../score/money.ts';
import type { Observation } from '../task/observation.ts';
import type { EpisodeOutcome } from './episode-score.ts';
import type { ResultsFolder } from './results-folder.ts';
import type { Cell } from './suite-plan.ts';
import type { Unit } from './suite-units.ts';

/** Budget of a whole run. */
export interface RunBudget {
  /** Prompt and completion tokens together. */
  readonly tokens?: number;
  /** In the currency of `prices`. */
  readonly money?: number;
}

/** Reported for every finished episode. */
export interface EpisodeProgress {
  readonly cell: Cell;
  /** Id of the task. */
  readonly stream: string;
  readonly outcome: EpisodeOutcome;
  /** Whether it was read from the results folder. */
  readonly resumed: boolean;
  readonly done: number;
  readonly total: number;
}

/** Reported inside a running episode. */
export interface StepProgress {
  readonly cell: Cell;
  /** 0-based. */
  readonly step: number;
  readonly observation: Observation;
}

/** Why a run ended early. Finished episodes are kept, and the same call resumes the run. */
export interface RunStop {
  readonly reason: 'aborted' | 'budget' | 'failures';
  readonly message: string;
}

export interface TrackerOptions {
  readonly budget?: RunBudget;
  readonly prices?: Prices;
  readonly failureLimit?: number;
  readonly signal?: AbortSignal;
  readonly onEpisode?: (progress: EpisodeProgress) => void;
  /** Called after every step of an episode in this thread. */
  readonly onStep?: (progress: StepProgress) => void;
}

/** State of a run, and whether more episodes may start. */
export interface Tracker {
  resumed(key: string, outcome: EpisodeOutcome): void;
  finished(key: string, outcome: EpisodeOutcome): Promise<void>;
  stopped(): RunStop | undefined;
  /** Returns failed episodes by the message of their first failure. */
  failures(): Readonly<Record<string, number>>;
  /** Whether every failure so far may pass, so that running again can help. */
  passing(): boolean;
  /** Returns the longest wait of a rate limit in milliseconds, or `undefined` if no server limited the rate. */
  retryAfter(): number | undefined;
}

export function createTracker(
  options: TrackerOptions,
  folder: ResultsFolder,
  units: readonly Unit[],
): Tracker {
  const { signal, failureLimit = 10, onEpisode } = options;
  const planned = new Map(units.flatMap((unit) => unit.episodes).map((episode) => [episode.key, episode]));
  const failures: Record<string, number> = {};
  let done = 0;
  let failedInRow = 0;
  let lasting = 0;
  let wait: number | undefined;

  function report(key: string, outcome: EpisodeOutcome, resumed: boolean): void {
    done += 1;
    const { cell, stream } = planned.get(key)!;
    onEpisode?.({ cell, stream, outcome, resumed, done, total: planned.size });
  }

  function stop(reason: RunStop['reason'], what: string): RunStop {
    return { reason, message: `${what}; ${done} of ${planned.size} episodes are done` };
  }

  return {
    resumed: (key, outcome) => report(key, outcome, true),
    failures: () => failures,
    passing: () => lasting === 0,
    retryAfter: () => wait,
    async finished(key, outcome) {
      const { end, failure = 'unknown failure', cost, retryAfter } = outcome.score;
      if (end === 'aborted') return folder.lose(cost);
      if (end === 'failed') {
        failedInRow += 1;
        failures[failure] = (failures[failure] ?? 0) + 1;
        if (outcome.score.passing === false) lasting += 1;
        if (retryAfter !== undefined) wait = Math.max(wait ?? 0, retryAfter);
        return folder.lose(cost);
      }
      failedInRow = 0;
      await folder.keep(key, outcome);
      report(key, outcome, false);
    },
    stopped() {
      if (signal?.aborted) return stop('aborted', 'Interrupted');
      if (failedInRow >= failureLimit) {
        return stop('failures', `${failedInRow} episodes in a row failed (${Object.keys(failures).at(-1)})`);
      }
      const overspent = findOverspending(options, folder);
      return overspent === undefined ? undefined : stop('budget', overspent);
    },
  };
}

function findOverspending(
  { budget = {}, prices }: TrackerOptions,
  folder: ResultsFolder,
): string | undefined {
  const spent = folder.spent();
  const tokens = spent.promptTokens + spent.completionTokens;
  if (budget.tokens !== undefined && tokens >= budget.tokens) {
    return `The budget of ${budget.tokens} tokens is spent (${tokens})`;
  }
  const money = priceTokens(spent, prices);
  if (money === null || budget.money === undefined || money < budget.money) return undefined;
  return `The budget of ${budget.money} is spent (${money.toFixed(4)})`;
}
