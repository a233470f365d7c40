/**
 * The one evaluation runner: every policy in every variant on the same tasks.
 *
 * @module
 */
import { runConcurrently } from '../agent/run-concurrently.ts';
import { AtomMemError } from '../shared/error.ts';
import type { JsonObject } from '../shared/json.ts';
import { createEpisodeRunner, type EpisodeJob, type SharedStores } from './episode-runner.ts';
import type { EpisodeOutcome } from './episode-score.ts';
import { keepInMemory, type ResultsFolder, type ResultsSettings } from './results-folder.ts';
import type { RunParts } from './run-parts.ts';
import { createTracker, type RunStop, type Tracker, type TrackerOptions } from './run-tracker.ts';
import { type Cell, planSuite, type SuitePlan } from './suite-plan.ts';
import { type PartsRecipe, type SuiteThreads, startThreads } from './suite-threads.ts';
import { listUnits, type PlannedEpisode, type Unit } from './suite-units.ts';
import type { Suite } from './suites.ts';
import type { TaskSource } from './task-source.ts';

export interface SuiteOptions extends TrackerOptions {
  readonly suite: Suite;
  readonly sources: readonly TaskSource[];
  readonly parts: RunParts;
  /** Documents per task. Default: the suite's lengths. */
  readonly documents?: readonly number[];
  /** Default: `[1]`. */
  readonly seeds?: readonly number[];
  /** Default: results stay in memory. */
  readonly folder?: ResultsFolder;
  /** Concurrent tasks in this thread. Default: 1. */
  readonly concurrency?: number;
  /** Runs on this many worker threads instead. Useful for policies without a model. */
  readonly threads?: PartsRecipe & { readonly count: number };
  /** Trajectories to keep per cell, of its first tasks. Default: 5, or all if the policy needs a model. */
  readonly keepTrajectories?: number | 'all';
}

export interface SuiteRun {
  readonly suite: Suite;
  readonly plan: SuitePlan;
  /** One per planned episode, in a deterministic order. */
  readonly episodes: readonly PlannedEpisode[];
  readonly stopped?: RunStop;
  /** Outside failures, with the number of episodes that each ended. */
  readonly failures: Readonly<Record<string, number>>;
  /** Whether every failure may pass, so that running again can help. */
  readonly passing: boolean;
  /** Longest wait that a server asked for, in milliseconds. 0 if it named none. Absent without a rate limit. */
  readonly retryAfter?: number;
}

/**
 * Runs a suite. Tasks alternate between data sets and lengths, and the episodes of a task run in sequence, so that a
 * run that stops early leaves paired results in every cell. A killed run that resumes in the same folder gives the
 * same table as an uninterrupted one. Failed and aborted episodes are not kept and run again.
 *
 * @throws AtomMemError `bad-option` for a budget in money without prices. Errors of policies pass through.
 * @example
 * const run = await runSuite({ suite: SUITES.paper, sources, parts, folder, signal });
 */
export async function runSuite(options: SuiteOptions): Promise<SuiteRun> {
  const { suite, sources, parts, seeds = [1], folder = keepInMemory() } = options;
  checkOptions(options);
  const datasets = sources.map(({ name }) => name);
  const plan = planSuite(suite, parts, { datasets, seeds, documents: options.documents });
  const { units, notRun } = listUnits(plan.cells, sources);
  const threads = options.threads && startThreads(options.threads.count, options.threads);
  const tracker = createTracker(options, folder, units);
  const width = options.threads?.count ?? options.concurrency ?? 1;
  const closeOnAbort = (): void => void threads?.close();
  options.signal?.addEventListener('abort', closeOnAbort);
  const run: UnitRun = { options, folder, tracker, threads, stores: new Map() };
  try {
    await runConcurrently(units, width, (unit) => runUnit(unit, run));
  } catch (cause) {
    // An abort also ends the threads. This is not an error of the run.
    if (!options.signal?.aborted) throw cause;
  } finally {
    options.signal?.removeEventListener('abort', closeOnAbort);
    await threads?.close();
  }
  const episodes = units.flatMap((unit) => unit.episodes).map((episode) => addOutcome(episode, folder));
  const whole = episodes.every(({ outcome }) => outcome !== undefined);
  return {
    suite,
    plan: { ...plan, notRun: [...plan.notRun, ...notRun] },
    episodes,
    failures: tracker.failures(),
    passing: tracker.passing(),
    retryAfter: tracker.retryAfter(),
    stopped: whole ? undefined : tracker.stopped(),
  };
}

function checkOptions({ budget, prices, parts, threads, sources }: SuiteOptions): void {
  const refuse = (option: string, problem: string, remedy: string): AtomMemError =>
    new AtomMemError('bad-option', { problem, remedy, details: { option } });
  if (budget?.money !== undefined && prices === undefined) {
    throw refuse(
      'prices',
      `a budget of ${budget.money} in money needs prices`,
      'Give prices, or a budget in tokens',
    );
  }
  if (parts.sharedStore && threads !== undefined) {
    throw refuse('threads', 'episodes that share a store cannot run on threads', 'Leave threads out');
  }
  const names = parts.policies.map(({ policy }) => policy.name);
  const twice = names.find((name, place) => names.indexOf(name) !== place);
  if (twice !== undefined) {
    throw refuse('policies', `two policies are named "${twice}"`, 'Give each its own name: { mine: policy }');
  }
  const same = sources.find(({ name }, place) => sources.findIndex((other) => other.name === name) !== place);
  if (same !== undefined) {
    throw refuse('data', `two data sets are named "${same.name}"`, 'Give each its own name');
  }
}

/**
 * Returns the settings that results depend on, for `openResultsFolder`.
 *
 * @param more Further settings of the caller: questions per stream, shuffling of streams.
 */
export function readResultsSettings(
  { suite, sources, parts }: Pick<SuiteOptions, 'suite' | 'sources' | 'parts'>,
  more: JsonObject = {},
): ResultsSettings {
  const { reading, memory = {}, budget = {}, sharedStore = false, judge } = parts;
  const { tokenizer, chunkSize = 4000, ...rest } = reading;
  const common = {
    tokenizer: tokenizer?.name,
    retriever: parts.retriever(undefined, 0)?.name,
    judged: judge !== undefined,
    reading: { chunkSize, ...rest },
    memory,
    budget,
    sharedStore,
    ...more,
  };
  return {
    common: toPlain(common),
    datasets: Object.fromEntries(sources.map(({ name, digest }) => [name, digest])),
    policies: Object.fromEntries(parts.policies.map(({ policy, fingerprint }) => [policy.name, fingerprint])),
    variants: Object.fromEntries(suite.variants.map(({ name, settings }) => [name, toPlain(settings)])),
  };
}

/** Converts a value to plain JSON. */
function toPlain(value: object): JsonObject {
  return JSON.parse(JSON.stringify(value)) as JsonObject;
}

/** Context shared by all units of a run. */
interface UnitRun {
  readonly options: SuiteOptions;
  readonly folder: ResultsFolder;
  readonly tracker: Tracker;
  readonly threads: SuiteThreads | undefined;
  readonly stores: SharedStores;
}

async function runUnit(unit: Unit, { options, folder, tracker, threads, stores }: UnitRun): Promise<void> {
  const due: EpisodeJob[] = [];
  for (const { key, cell } of unit.episodes) {
    const before = folder.finished(key);
    if (before !== undefined) tracker.resumed(key, before);
    else
      due.push({
        key,
        cell,
        trajectory: chooseTrajectoryPath(unit, cell, key, options, folder),
        failed: folder.failedPath(key),
      });
  }
  if (due.length === 0 || tracker.stopped() !== undefined) return;
  if (threads !== undefined) {
    const kept: Promise<void>[] = [];
    const keep = (key: string, outcome: EpisodeOutcome): number => kept.push(tracker.finished(key, outcome));
    try {
      await threads.run({ task: unit.task(), episodes: due }, keep);
    } finally {
      await Promise.all(kept);
    }
    return;
  }
  const runner = createEpisodeRunner(unit.task(), options.parts, stores);
  for (const job of due) {
    if (tracker.stopped() !== undefined) return;
    await tracker.finished(job.key, await runner.run(job, options));
  }
}

function chooseTrajectoryPath(
  { place }: Unit,
  cell: Cell,
  key: string,
  { parts, keepTrajectories }: SuiteOptions,
  folder: ResultsFolder,
): string | null {
  const policy = parts.policies.find((each) => each.policy.name === cell.policy)!;
  const kept = keepTrajectories ?? (policy.needsModel ? 'all' : 5);
  return kept === 'all' || place < kept ? folder.trajectoryPath(key) : null;
}

function addOutcome(episode: PlannedEpisode, folder: ResultsFolder): PlannedEpisode {
  const outcome = folder.finished(episode.key);
  return outcome === undefined ? episode : { ...episode, outcome };
}
