/**
 * Starts worker threads and sends them jobs.
 *
 * @module
 */

import { Worker } from 'node:worker_threads';
import type { AtomMemError } from '../../shared/error.ts';
import { locateModule } from '../../shared/locate-module.ts';
import { engineError } from '../engine-error.ts';
import type { JobName, Jobs } from './job.ts';
import type { WorkerSetup } from './machine.ts';

/** Threads that share one memory. Jobs of one worker run in order. Workers run in parallel. */
export interface WorkerPool {
  readonly size: number;
  run<Name extends JobName>(
    worker: number,
    name: Name,
    jobArguments: Jobs[Name]['arguments'],
  ): Promise<Jobs[Name]['result']>;
  /** Returns why the pool cannot run jobs: a worker has died, or the pool is closed. */
  failure(): AtomMemError | undefined;
  close(): Promise<void>;
}

interface Pending {
  readonly resolve: (result: unknown) => void;
  readonly reject: (error: AtomMemError) => void;
}

/** Starts one thread per worker of `setup.sizes`. The threads do not keep the process alive. */
export function startWorkers(setup: Omit<WorkerSetup, 'worker'>): WorkerPool {
  const url = locateModule('engine/local/worker', import.meta.url);
  const threads = Array.from({ length: setup.sizes.workers }, (_, worker) =>
    startThread(url, { ...setup, worker }),
  );
  return {
    size: threads.length,
    run: (worker, name, jobArguments) => threads[worker]!.run(name, jobArguments),
    failure: () => threads.map((thread) => thread.failure()).find((failure) => failure !== undefined),
    async close() {
      await Promise.all(threads.map((thread) => thread.close()));
    },
  };
}

interface Thread {
  run<Name extends JobName>(name: Name, jobArguments: Jobs[Name]['arguments']): Promise<Jobs[Name]['result']>;
  failure(): AtomMemError | undefined;
  close(): Promise<void>;
}

function startThread(url: URL, setup: WorkerSetup): Thread {
  const thread = new Worker(url, { workerData: setup });
  thread.unref();
  const pending: Pending[] = [];
  let death: AtomMemError | undefined;

  const die = (reason: string, cause?: unknown): void => {
    death ??= engineError(
      'worker-died',
      `Engine worker ${setup.worker} died: ${reason}`,
      'Create the engine again and load the last checkpoint',
      { cause },
    );
    thread.unref();
    for (const { reject } of pending.splice(0)) reject(death);
  };
  thread.on('message', (result: unknown) => {
    const next = pending.shift();
    if (pending.length === 0) thread.unref();
    next?.resolve(result);
  });
  thread.on('error', (error) => die(error.message, error));
  thread.on('exit', (status) => die(`it exited with status ${status}`));

  return {
    run(name, jobArguments) {
      if (death !== undefined) return Promise.reject(death);
      return new Promise((resolve, reject) => {
        // Keeps the process alive while a result is pending.
        thread.ref();
        pending.push({ resolve: resolve as Pending['resolve'], reject });
        thread.postMessage({ name, arguments: jobArguments });
      });
    },
    failure: () => death,
    async close() {
      death ??= engineError('closed', 'The engine is closed', 'create another one');
      await thread.terminate();
    },
  };
}
