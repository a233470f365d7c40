import { runConcurrently } from '../../agent/run-concurrently.ts';
import type { Prices } from '../../score/money.ts';
import type { JsonObject } from '../../shared/json.ts';
import {
  type BenchBudget,
  type BenchProgress,
  type BenchStop,
  type Course,
  createCourse,
} from './bench-course.ts';
import { createStreamRunner, type EpisodeJob } from './bench-episode.ts';
import { type BenchFolder, type BenchSettings, createBenchMemory } from './bench-folder.ts';
import type { BenchParts } from './bench-parts.ts';
import { type BenchPlan, type Cell, planBench } from './bench-plan.ts';
import type { EpisodeOutcome } from './bench-score.ts';
import type { BenchDataset } from './bench-stream.ts';
import { type BenchRecipe, type BenchThreads, startBenchThreads } from './bench-threads.ts';
import { type BenchEpisode, type Unit, unitsOf } from './bench-units.ts';
import type { Suite } from './suites.ts';

export interface BenchOptions {
  readonly suite: Suite;
  readonly datasets: readonly BenchDataset[];
  readonly parts: BenchParts;
  /** Lengths of streams. Default: the suite's. */
  readonly documents?: readonly number[];
  /** Default `[1]`. */
  readonly seeds?: readonly number[];
  /** Default: results are kept in this process only. */
  readonly folder?: BenchFolder;
  /** Streams at a time in this thread. Default 1. */
  readonly concurrency?: number;
  /** Runs on this many threads instead: pays for policies that need no model. */
  readonly threads?: BenchRecipe & { readonly count: number };
  /** No further episode begins when all that was spent in the folder reaches a limit. */
  readonly budget?: BenchBudget;
  readonly prices?: Prices;
  /** Trajectories of a cell that are kept, of its first streams. Default 5; all where a model is asked. */
  readonly keepTrajectories?: number | 'all';
  /** Failed episodes in a row after which nothing more is begun. Default 10. */
  readonly failureLimit?: number;
  readonly signal?: AbortSignal;
  readonly onEpisode?: (progress: BenchProgress) => void;
}

export interface BenchRun {
  readonly suite: Suite;
  readonly plan: BenchPlan;
  /** One for each planned episode, in an order that does not depend on how they ran. */
  readonly episodes: readonly BenchEpisode[];
  readonly stopped?: BenchStop;
  /** Failures of the outside world, each once, with how many episodes it ended. */
  readonly failures: Readonly<Record<string, number>>;
}

/**
 * Runs a suite: every policy in every variant on the same streams. Streams come in turn from all data sets
 * and lengths, and all episodes of a stream run one after another, so that a run that is stopped early
 * leaves a table with paired results in every cell. Killed at any moment and run again with the same
 * folder, it gives the same table as an uninterrupted one.
 *
 * @throws for a budget in money without prices, and for what policies throw (a programmer's error).
 * @example
 * const run = await runBench({ suite: SUITES.paper, datasets, parts, folder, signal });
 */
export async function runBench(options: BenchOptions): Promise<BenchRun> {
  const { suite, datasets, parts, seeds = [1], folder = createBenchMemory() } = options;
  if (options.budget?.money !== undefined && options.prices === undefined) {
    throw new Error(
      `a budget of ${options.budget.money} in money needs prices: give them, or a budget in tokens`,
    );
  }
  const plan = planBench(suite, parts, {
    datasets: datasets.map(({ name }) => name),
    seeds,
    ...(options.documents && { documents: options.documents }),
  });
  const { units, notRun } = unitsOf(plan.cells, datasets);
  const threads = options.threads && startBenchThreads(options.threads.count, options.threads);
  const course = createCourse(options, folder, units);
  const width = options.threads?.count ?? options.concurrency ?? 1;
  const closeOnAbort = (): void => void threads?.close();
  options.signal?.addEventListener('abort', closeOnAbort);
  try {
    await runConcurrently(units, width, (unit) => runUnit(unit, options, folder, course, threads));
  } catch (cause) {
    // Threads that are ended by an abort take their streams with them: that is no fault of the run.
    if (!options.signal?.aborted) throw cause;
  } finally {
    options.signal?.removeEventListener('abort', closeOnAbort);
    await threads?.close();
  }
  const episodes = units.flatMap((unit) => unit.episodes).map((episode) => withOutcome(episode, folder));
  const whole = episodes.every(({ outcome }) => outcome !== undefined);
  const stopped = whole ? undefined : course.stopped();
  return {
    suite,
    plan: { ...plan, notRun: [...plan.notRun, ...notRun] },
    episodes,
    failures: course.failures(),
    ...(stopped && { stopped }),
  };
}

/**
 * What the results of a run depend on, for `openBenchFolder`.
 *
 * @param more what the caller knows beside it: questions of a stream, how streams are shuffled.
 */
export function benchSettings(
  { suite, datasets, parts }: Pick<BenchOptions, 'suite' | 'datasets' | 'parts'>,
  more: JsonObject = {},
): BenchSettings {
  const { tokenizer, rules, chunkSize = 4000, memory = {}, budget = {}, questionsKnown = false } = parts;
  const common = {
    tokenizer: tokenizer.name,
    retriever: parts.retriever(undefined, 0)?.name,
    judged: parts.judge !== undefined,
    rules,
    chunkSize,
    memory,
    budget,
    questionsKnown,
    ...more,
  };
  return {
    common: plain(common),
    datasets: Object.fromEntries(datasets.map(({ name, digest }) => [name, digest])),
    policies: Object.fromEntries(parts.policies.map(({ policy, fingerprint }) => [policy.name, fingerprint])),
    variants: Object.fromEntries(suite.variants.map(({ name, settings }) => [name, plain(settings)])),
  };
}

/** As it comes back from a file. */
function plain(value: object): JsonObject {
  return JSON.parse(JSON.stringify(value)) as JsonObject;
}

async function runUnit(
  unit: Unit,
  options: BenchOptions,
  folder: BenchFolder,
  course: Course,
  threads: BenchThreads | undefined,
): Promise<void> {
  const due: EpisodeJob[] = [];
  for (const { key, cell } of unit.episodes) {
    const before = folder.finished(key);
    if (before !== undefined) course.resumed(key, before);
    else due.push({ key, cell, trajectory: trajectoryFor(unit, cell, key, options, folder) });
  }
  if (due.length === 0 || course.stopped() !== undefined) return;
  if (threads !== undefined) {
    const kept: Promise<void>[] = [];
    const keep = (key: string, outcome: EpisodeOutcome): number => kept.push(course.finished(key, outcome));
    try {
      await threads.run({ stream: unit.stream(), episodes: due }, keep);
    } finally {
      await Promise.all(kept);
    }
    return;
  }
  const runner = createStreamRunner(unit.stream(), options.parts);
  for (const job of due) {
    if (course.stopped() !== undefined) return;
    await course.finished(job.key, await runner.run(job, options.signal));
  }
}

function trajectoryFor(
  { place }: Unit,
  cell: Cell,
  key: string,
  { parts, keepTrajectories }: BenchOptions,
  folder: BenchFolder,
): string | null {
  const policy = parts.policies.find((each) => each.policy.name === cell.policy)!;
  const kept = keepTrajectories ?? (policy.needsModel ? 'all' : 5);
  return kept === 'all' || place < kept ? folder.trajectoryPath(key) : null;
}

function withOutcome(episode: BenchEpisode, folder: BenchFolder): BenchEpisode {
  const outcome = folder.finished(episode.key);
  return outcome === undefined ? episode : { ...episode, outcome };
}
