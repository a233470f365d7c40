/**
 * Runs and scores the episodes of one task.
 *
 * @module
 */
import { rm } from 'node:fs/promises';
import { runEpisode } from '../agent/run-episode.ts';
import type { Retriever } from '../memory/retriever.ts';
import type { Store } from '../memory/store.ts';
import { createCountingClock } from '../shared/clock.ts';
import { AtomMemError } from '../shared/error.ts';
import { inMemoryStore } from '../store/in-memory.ts';
import type { Task } from '../task/task.ts';
import type { Trajectory } from '../trajectory/trajectory.ts';
import { writeTrajectory } from '../trajectory/write-trajectory.ts';
import { withOwnCalls } from './episode-calls.ts';
import { type EpisodeOutcome, scoreEpisode } from './episode-score.ts';
import { judgeEpisode } from './judge-episode.ts';
import { openTask } from './open-task.ts';
import type { EvaluatedPolicy, RunParts } from './run-parts.ts';
import type { TrackerOptions } from './run-tracker.ts';
import { type Cell, createCellKey } from './suite-plan.ts';
import type { EvalTask } from './task-source.ts';

/** One episode to run. Data only: it can be sent to another thread. */
export interface EpisodeJob {
  readonly key: string;
  readonly cell: Cell;
  /** Path for the trajectory; `null` if it is not kept. */
  readonly trajectory: string | null;
  /** Path for the trajectory if the episode fails; `null` if it is not kept. */
  readonly failed: string | null;
}

/** Runs the episodes of one task. They share its chunks. */
export interface EpisodeRunner {
  run(job: EpisodeJob, options?: Pick<TrackerOptions, 'signal' | 'onStep'>): Promise<EpisodeOutcome>;
}

/** Stores that the episodes of a cell share, by the cell's key. */
export type SharedStores = Map<string, Store>;

export function createEpisodeRunner(
  source: EvalTask,
  parts: RunParts,
  stores: SharedStores = new Map(),
): EpisodeRunner {
  const tasks = new Map<string, Task>();
  const openFor = ({ policy, declaration }: EvaluatedPolicy, chunkSize: number | undefined): Task => {
    const unit = policy.unit ?? declaration?.unit ?? 'chunk';
    const key = `${unit} ${chunkSize}`;
    const task = tasks.get(key) ?? openTask(source, { ...parts.reading, chunkSize }, unit);
    tasks.set(key, task);
    return task;
  };
  return {
    async run(job, { signal, onStep } = {}) {
      const { seed, variant } = job.cell;
      const { chunkSize = parts.reading.chunkSize, ablations } = variant.settings;
      const evaluated = findPolicy(job, parts);
      const retriever = findRetriever(job, parts);
      const trajectory = await withOwnCalls(() =>
        runEpisode({
          task: openFor(evaluated, chunkSize),
          policy: evaluated.policy,
          seed,
          memory: createMemoryOptions(job, evaluated, parts, retriever, stores),
          clock: createCountingClock(),
          timer: parts.timer,
          settings: { seed, variant: variant.name },
          ablations,
          budget: parts.budget,
          signal,
          onStep: onStep && ((step, observation) => onStep({ cell: job.cell, step: step.step, observation })),
        }),
      );
      const bare = scoreEpisode(trajectory);
      const score = parts.judge ? await judgeEpisode(bare, trajectory, parts.judge, signal) : bare;
      const whole = score.end !== 'aborted' && score.end !== 'failed';
      await keepTrajectory(job, trajectory, score.end);
      return { score, measure: whole ? parts.measure?.(trajectory) : undefined };
    },
  };
}

/** Keeps a finished episode, and a failed one in another folder until a later run finishes it. */
async function keepTrajectory(job: EpisodeJob, trajectory: Trajectory, end: string): Promise<void> {
  if (end === 'aborted') return;
  if (end === 'failed') {
    if (job.failed !== null) await writeTrajectory(job.failed, trajectory);
    return;
  }
  if (job.trajectory !== null) await writeTrajectory(job.trajectory, trajectory);
  if (job.failed !== null) await rm(job.failed, { force: true });
}

function createMemoryOptions(
  { key, cell }: EpisodeJob,
  { policy }: EvaluatedPolicy,
  { memory = {}, sharedStore = false }: RunParts,
  retriever: Retriever,
  stores: SharedStores,
): NonNullable<Parameters<typeof runEpisode>[0]['memory']> {
  const {
    k = memory.k,
    capacity = memory.capacity,
    overCapacity = memory.overCapacity,
  } = cell.variant.settings;
  // Fixed workflows handle duplicates themselves, as published.
  const duplicates = policy.unit === undefined ? (memory.duplicates ?? 'refuse') : 'allow';
  const options = { ...memory, k, capacity, overCapacity, duplicates, retriever };
  if (!sharedStore) return { ...options, store: inMemoryStore(), namespace: key };
  const batch = createCellKey(cell);
  const store = stores.get(batch) ?? inMemoryStore();
  stores.set(batch, store);
  return { ...options, store, namespace: batch, owner: key };
}

function findPolicy({ key, cell }: EpisodeJob, { policies }: RunParts): EvaluatedPolicy {
  const found = policies.find(({ policy }) => policy.name === cell.policy);
  if (found === undefined) throw missing(key, 'policy', cell.policy);
  return found;
}

function findRetriever({ key, cell }: EpisodeJob, parts: RunParts): Retriever {
  const name = cell.variant.settings.retriever;
  const found = parts.retriever(name, cell.seed);
  if (found === undefined) throw missing(key, 'retriever', name ?? 'default');
  return found;
}

function missing(key: string, what: string, name: string): AtomMemError {
  return new AtomMemError('bad-argument', {
    problem: `episode ${key} needs the ${what} "${name}", and the run has none of that name`,
    remedy: `Add it to the parts of the run`,
    details: { option: what, value: name },
  });
}
