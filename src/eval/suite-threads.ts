/**
 * Worker threads that run episodes of policies that need no model.
 *
 * @module
 */
import { Worker } from 'node:worker_threads';
import type { JsonObject } from '../shared/json.ts';
import { locateModule } from '../shared/locate-module.ts';
import type { EpisodeJob } from './episode-runner.ts';
import type { EpisodeOutcome } from './episode-score.ts';
import type { RunParts } from './run-parts.ts';
import type { EvalTask } from './task-source.ts';

/**
 * Recipe from which a thread builds its parts: `module` exports `createRunParts(recipe)`. Policies are functions,
 * which cannot be sent to a thread.
 */
export interface PartsRecipe {
  /** `file:` URL of the module. */
  readonly module: string;
  readonly recipe: JsonObject;
}

/** The export of a `PartsRecipe` module. */
export interface PartsModule {
  createRunParts(recipe: JsonObject): Promise<RunParts>;
}

/** All episodes of one task. It is sent to a thread, so the task must not contain functions. */
export interface TaskJob {
  readonly task: EvalTask;
  readonly episodes: readonly EpisodeJob[];
}

export type ThreadMessage =
  | { readonly kind: 'episode'; readonly key: string; readonly outcome: EpisodeOutcome }
  | { readonly kind: 'done' }
  | { readonly kind: 'error'; readonly message: string };

/** Threads that run tasks, each one at a time. */
export interface SuiteThreads {
  /** Resolves after `onEpisode` was called for every episode of the task. */
  run(job: TaskJob, onEpisode: (key: string, outcome: EpisodeOutcome) => void): Promise<void>;
  /** Terminates the threads at once. Running episodes are lost and run again in the next run. */
  close(): Promise<void>;
}

/** Starts threads. Use at most one per core. */
export function startThreads(count: number, recipe: PartsRecipe): SuiteThreads {
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

type Thread = SuiteThreads;

function startThread(recipe: PartsRecipe): Thread {
  const worker = new Worker(locateModule('eval/suite-worker', import.meta.url), { workerData: recipe });
  let death: Error | undefined;
  let fail: (error: Error) => void = () => {};
  const die = (reason: string): void => {
    death ??= new Error(`a worker thread ended (${reason}); finished episodes are kept`);
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
