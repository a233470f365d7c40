import { moneyOf, type Prices } from '../../score/money.ts';
import type { BenchFolder } from './bench-folder.ts';
import type { Cell } from './bench-plan.ts';
import type { EpisodeOutcome } from './bench-score.ts';
import type { Unit } from './bench-units.ts';

export interface BenchBudget {
  /** Prompt and completion tokens together. */
  readonly tokens?: number;
  /** In the currency of `prices`. */
  readonly money?: number;
}

export interface BenchProgress {
  readonly cell: Cell;
  readonly stream: string;
  readonly outcome: EpisodeOutcome;
  /** Taken from the folder. */
  readonly resumed: boolean;
  readonly done: number;
  readonly total: number;
}

/** Why a run ended before it was through. What is done is kept, and the same call goes on from there. */
export interface BenchStop {
  readonly reason: 'aborted' | 'budget' | 'failures';
  readonly message: string;
}

export interface CourseOptions {
  readonly budget?: BenchBudget;
  readonly prices?: Prices;
  readonly failureLimit?: number;
  readonly signal?: AbortSignal;
  readonly onEpisode?: (progress: BenchProgress) => void;
}

/** What has happened so far, and whether more may begin. */
export interface Course {
  resumed(key: string, outcome: EpisodeOutcome): void;
  finished(key: string, outcome: EpisodeOutcome): Promise<void>;
  stopped(): BenchStop | undefined;
  failures(): Readonly<Record<string, number>>;
}

/** Follows a run: keeps what is done, counts what fails, and stops at the limits. */
export function createCourse(options: CourseOptions, folder: BenchFolder, units: readonly Unit[]): Course {
  const { budget = {}, prices, signal, failureLimit = 10, onEpisode } = options;
  const planned = new Map(units.flatMap((unit) => unit.episodes).map((episode) => [episode.key, episode]));
  const failures: Record<string, number> = {};
  let done = 0;
  let failedInRow = 0;

  const report = (key: string, outcome: EpisodeOutcome, resumed: boolean): void => {
    done += 1;
    const { cell, stream } = planned.get(key)!;
    onEpisode?.({ cell, stream, outcome, resumed, done, total: planned.size });
  };

  return {
    resumed: (key, outcome) => report(key, outcome, true),
    failures: () => failures,
    async finished(key, outcome) {
      const { end, failure, cost } = outcome.score;
      if (end === 'aborted') return folder.lose(cost);
      if (end === 'failed') {
        failedInRow += 1;
        const message = failure ?? 'unknown failure';
        failures[message] = (failures[message] ?? 0) + 1;
        return folder.lose(cost);
      }
      failedInRow = 0;
      await folder.keep(key, outcome);
      report(key, outcome, false);
    },
    stopped() {
      const stop = (reason: BenchStop['reason'], what: string): BenchStop => ({
        reason,
        message: `${what}; ${done} of ${planned.size} episodes are done and kept`,
      });
      if (signal?.aborted) return stop('aborted', 'interrupted');
      if (failedInRow >= failureLimit) {
        return stop('failures', `${failedInRow} episodes in a row failed (${Object.keys(failures).at(-1)})`);
      }
      const { promptTokens, completionTokens, ...rest } = folder.spent();
      const tokens = promptTokens + completionTokens;
      if (tokens >= (budget.tokens ?? Number.POSITIVE_INFINITY)) {
        return stop('budget', `the budget of ${budget.tokens} tokens is spent (${tokens})`);
      }
      const money = moneyOf({ promptTokens, completionTokens, ...rest }, prices);
      if (money !== null && money >= (budget.money ?? Number.POSITIVE_INFINITY)) {
        return stop('budget', `the budget of ${budget.money} is spent (${money.toFixed(4)})`);
      }
      return undefined;
    },
  };
}
