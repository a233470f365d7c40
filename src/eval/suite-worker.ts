/**
 * A worker thread of a suite: builds its parts, then runs tasks in sequence. Bundlers must emit this file next to
 * `suite-threads`.
 *
 * @module
 */
import { parentPort, workerData } from 'node:worker_threads';
import { createEpisodeRunner } from './episode-runner.ts';
import type { PartsModule, PartsRecipe, TaskJob, ThreadMessage } from './suite-threads.ts';

const port = parentPort;
if (port === null) throw new Error('eval/suite-worker runs only as a worker thread; do not import it.');
const { module, recipe } = workerData as PartsRecipe;
const parts = ((await import(module)) as PartsModule).createRunParts(recipe);
const send = (message: ThreadMessage): void => port.postMessage(message);

port.on('message', async ({ task, episodes }: TaskJob) => {
  try {
    const runner = createEpisodeRunner(task, await parts);
    for (const job of episodes) send({ kind: 'episode', key: job.key, outcome: await runner.run(job) });
    send({ kind: 'done' });
  } catch (cause) {
    send({ kind: 'error', message: cause instanceof Error ? cause.message : String(cause) });
  }
});
