import { Worker } from 'node:worker_threads';
import type { JsonObject } from '../../memory/json.ts';
import type { EpisodeJob } from './bench-episode.ts';
import type { BenchParts } from './bench-parts.ts';
import type { EpisodeOutcome } from './bench-score.ts';
import type { BenchStream } from './bench-stream.ts';

/**
 * How a thread makes its own parts: `module` exports `createBenchParts(recipe)`. Policies are functions and
 * cannot be sent; what makes them can.
 */
export interface BenchRecipe {
  /** `file:` address of the module. */
  readonly module: string;
  readonly recipe: JsonObject;
}

/** What the module of a `BenchRecipe` exports. */
export interface BenchRecipeModule {
  createBenchParts(recipe: JsonObject): Promise<BenchParts>;
}

/** All episodes that read one stream. */
export interface StreamJob {
  readonly stream: BenchStream;
  readonly episodes: readonly EpisodeJob[];
}

export type ThreadMessage =
  | { readonly kind: 'episode'; readonly key: string; readonly outcome: EpisodeOutcome }
  | { readonly kind: 'done' }
  | { readonly kind: 'error'; readonly message: string };

/** Threads that run streams, each one at a time. */
export interface BenchThreads {
  /** Resolves when the stream's episodes are done and `onEpisode` was called for each. */
  run(job: StreamJob, onEpisode: (key: string, outcome: EpisodeOutcome) => void): Promise<void>;
  /** Ends the threads at once; what is running is lost, and runs again another time. */
  close(): Promise<void>;
}

const ENDING = import.meta.url.endsWith('.ts') ? 'ts' : 'js';

/** Starts threads; use at most one for each core. They do not keep the process alive by themselves. */
export function startBenchThreads(count: number, recipe: BenchRecipe): BenchThreads {
  const url = new URL(`./bench-worker.${ENDING}`, import.meta.url);
  const idle = Array.from({ length: count }, () => new Worker(url, { workerData: recipe }));
  const all = [...idle];
  const waiting: ((worker: Worker) => void)[] = [];

  const take = (): Promise<Worker> => {
    const worker = idle.pop();
    return worker === undefined ? new Promise((resolve) => waiting.push(resolve)) : Promise.resolve(worker);
  };
  const giveBack = (worker: Worker): void => {
    const next = waiting.shift();
    if (next === undefined) idle.push(worker);
    else next(worker);
  };

  return {
    async run(job, onEpisode) {
      const worker = await take();
      try {
        await runOn(worker, job, onEpisode);
      } finally {
        giveBack(worker);
      }
    },
    async close() {
      await Promise.all(all.map((worker) => worker.terminate()));
    },
  };
}

function runOn(
  worker: Worker,
  job: StreamJob,
  onEpisode: (key: string, outcome: EpisodeOutcome) => void,
): Promise<void> {
  return new Promise((resolve, reject) => {
    const end = (finish: () => void): void => {
      worker.off('message', hear).off('error', reject).off('exit', leave);
      finish();
    };
    const leave = (status: number): void =>
      end(() =>
        reject(new Error(`a bench thread left with status ${status}; run the same command to go on`)),
      );
    const hear = (message: ThreadMessage): void => {
      if (message.kind === 'episode') onEpisode(message.key, message.outcome);
      else if (message.kind === 'done') end(resolve);
      else end(() => reject(new Error(message.message)));
    };
    worker.on('message', hear).on('error', reject).on('exit', leave);
    worker.postMessage(job);
  });
}
