import { Worker } from 'node:worker_threads';
import type { JsonObject } from '../../shared/json.ts';
import { locateModule } from '../../shared/locate-module.ts';
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

/** Starts threads; use at most one for each core. */
export function startBenchThreads(count: number, recipe: BenchRecipe): BenchThreads {
  const idle = Array.from({ length: count }, () => startThread(recipe));
  const all = [...idle];
  const waiting: ((thread: Thread) => void)[] = [];

  const take = (): Promise<Thread> => {
    const thread = idle.pop();
    return thread === undefined ? new Promise((resolve) => waiting.push(resolve)) : Promise.resolve(thread);
  };
  const giveBack = (thread: Thread): void => {
    const next = waiting.shift();
    if (next === undefined) idle.push(thread);
    else next(thread);
  };

  return {
    async run(job, onEpisode) {
      const thread = await take();
      try {
        await thread.run(job, onEpisode);
      } finally {
        giveBack(thread);
      }
    },
    async close() {
      await Promise.all(all.map((thread) => thread.close()));
    },
  };
}

/** One thread looks like many from outside. */
type Thread = BenchThreads;

function startThread(recipe: BenchRecipe): Thread {
  const worker = new Worker(locateModule('eval/bench/bench-worker', import.meta.url), { workerData: recipe });
  let death: Error | undefined;
  let fail: (error: Error) => void = () => {};
  const die = (reason: string): void => {
    death ??= new Error(`a thread of the bench ended (${reason}); what is done is kept`);
    fail(death);
  };
  worker.on('error', (error) => die(error instanceof Error ? error.message : String(error)));
  worker.on('exit', (status) => die(`status ${status}`));

  return {
    run(job, onEpisode) {
      if (death !== undefined) return Promise.reject(death);
      return new Promise((resolve, reject) => {
        const hear = (message: ThreadMessage): void => {
          if (message.kind === 'episode') onEpisode(message.key, message.outcome);
          else worker.off('message', hear);
          if (message.kind === 'done') resolve();
          if (message.kind === 'error') reject(new Error(message.message));
        };
        fail = reject;
        worker.on('message', hear);
        worker.postMessage(job);
      });
    },
    async close() {
      await worker.terminate();
    },
  };
}
