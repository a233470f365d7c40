import type { Budget } from '../agent/budget.ts';
import { documentTask } from '../agent/document-task.ts';
import { runConcurrently } from '../agent/run-concurrently.ts';
import { runEpisode } from '../agent/run-episode.ts';
import type { DocumentStream } from '../dataset/stream-builder.ts';
import type { Ablation } from '../memory/ablate.ts';
import type { OverCapacity, ReadTiming } from '../memory/memory.ts';
import type { Retriever } from '../memory/retriever.ts';
import type { Store } from '../memory/store.ts';
import type { Policy } from '../policy/policy.ts';
import { type Compatibility, memoryOptionsFor } from '../released/compatibility.ts';
import type { AskJudge } from '../score/judge.ts';
import { createCountingClock } from '../shared/clock.ts';
import { createInMemoryStore } from '../store/in-memory.ts';
import type { Tokenizer } from '../task/tokenizer.ts';
import { type EpisodeScore, judgeEpisode, scoreEpisode } from './episode-score.ts';
import { type EvalRow, evalRow } from './eval-row.ts';
import type { ResultsFolder } from './results-folder.ts';

export interface EvaluationOptions {
  /** Streams by data set name. */
  readonly datasets: ReadonlyMap<string, readonly DocumentStream[]>;
  readonly policies: readonly Policy[];
  readonly retriever: Retriever;
  readonly tokenizer: Tokenizer;
  readonly timer: () => number;
  readonly documents: number;
  readonly seed: number;
  readonly rules: Compatibility;
  readonly k?: number;
  readonly capacity?: number;
  readonly overCapacity?: OverCapacity;
  readonly readTiming?: ReadTiming;
  readonly chunkSize?: number;
  readonly chunkOverlap?: number;
  readonly ablations?: readonly Ablation[];
  readonly budget?: Budget;
  /** Episodes at a time. Default 1. */
  readonly concurrency?: number;
  readonly folder?: ResultsFolder;
  /** Judges every answer, beside the exact measures. */
  readonly judge?: AskJudge;
  readonly signal?: AbortSignal;
  /** Called when an episode is done, also for those that were done before. */
  readonly onEpisode?: (episode: FinishedEpisode) => void;
}

export interface FinishedEpisode {
  readonly policy: string;
  readonly dataset: string;
  readonly score: EpisodeScore;
  /** Taken from the results folder. */
  readonly resumed: boolean;
  readonly done: number;
  readonly total: number;
}

interface Job {
  readonly policy: Policy;
  readonly dataset: string;
  readonly stream: DocumentStream;
  /** The store and namespace of the batch, where the released agent's one store for a batch is asked for. */
  readonly batch?: { readonly store: Store; readonly namespace: string };
}

/**
 * Runs every policy on every stream and sums up: one row for each policy and data set. Episodes that were
 * aborted or that failed at a model server are not kept, so that a resumed evaluation runs them again.
 */
export async function evaluate(options: EvaluationOptions): Promise<readonly EvalRow[]> {
  const { datasets, policies, folder, signal } = options;
  const jobs = [...datasets].flatMap(([dataset, streams]) =>
    policies.flatMap((policy) => {
      const batch = { store: createInMemoryStore(), namespace: `${policy.name}/${dataset}` };
      const shared = options.rules.store === 'official' ? { batch } : {};
      return streams.map((stream): Job => ({ policy, dataset, stream, ...shared }));
    }),
  );
  let done = 0;
  const scores = await runConcurrently(jobs, options.concurrency ?? 1, async (job) => {
    const key = `${job.policy.name}/${job.dataset}-${options.documents}/${job.stream.id}`;
    const before = folder?.finished(key);
    if (before === undefined && signal?.aborted) return undefined;
    const score = before ?? (await runJob(job, key, options));
    if (score === undefined) return undefined;
    done += 1;
    options.onEpisode?.({
      policy: job.policy.name,
      dataset: job.dataset,
      score,
      resumed: before !== undefined,
      done,
      total: jobs.length,
    });
    return score;
  });
  return [...datasets.keys()].flatMap((dataset) =>
    policies.map((policy) => {
      const own = scores.filter(
        (_, index) => jobs[index]!.policy === policy && jobs[index]!.dataset === dataset,
      );
      const finished = own.filter((score) => score !== undefined);
      return evalRow({ policy: policy.name, dataset, documents: options.documents }, finished, options.seed);
    }),
  );
}

async function runJob(job: Job, key: string, options: EvaluationOptions): Promise<EpisodeScore | undefined> {
  const { rules, k, capacity, overCapacity, readTiming, ablations, budget, signal } = options;
  const trajectory = await runEpisode({
    task: documentTask(job.stream, options, job.policy.unit),
    policy: job.policy,
    memory: {
      ...memoryOptionsFor(rules),
      // Fixed workflows decide themselves what to store twice, as published.
      ...(job.policy.unit && { duplicates: 'allow' as const }),
      store: job.batch?.store ?? createInMemoryStore(),
      namespace: job.batch?.namespace ?? key,
      ...(job.batch && { owner: key }),
      retriever: options.retriever,
      ...(k !== undefined && { k }),
      ...(capacity !== undefined && { capacity }),
      ...(overCapacity && { overCapacity }),
      ...(readTiming && { readTiming }),
    },
    clock: createCountingClock(),
    timer: options.timer,
    settings: { seed: options.seed },
    ...(ablations && { ablations }),
    ...(budget && { budget }),
    ...(signal && { signal }),
  });
  const bare = scoreEpisode(trajectory);
  const score = options.judge ? await judgeEpisode(bare, trajectory, options.judge, signal) : bare;
  if (score.end === 'aborted') return undefined;
  if (score.end !== 'failed') await options.folder?.keep(key, score, trajectory);
  return score;
}
