/**
 * A thread of the bench: makes its own parts, then runs stream after stream. Bundlers must emit this file
 * beside `bench-threads`.
 */
import { parentPort, workerData } from 'node:worker_threads';
import { createStreamRunner } from './bench-episode.ts';
import type { BenchRecipe, BenchRecipeModule, StreamJob, ThreadMessage } from './bench-threads.ts';

const port = parentPort;
if (port === null) throw new Error('eval/bench/bench-worker is a thread of the bench; do not import it.');
const { module, recipe } = workerData as BenchRecipe;
const parts = ((await import(module)) as BenchRecipeModule).createBenchParts(recipe);
const say = (message: ThreadMessage): void => port.postMessage(message);

port.on('message', async ({ stream, episodes }: StreamJob) => {
  try {
    const runner = createStreamRunner(stream, await parts);
    for (const job of episodes) say({ kind: 'episode', key: job.key, outcome: await runner.run(job) });
    say({ kind: 'done' });
  } catch (cause) {
    say({ kind: 'error', message: cause instanceof Error ? cause.message : String(cause) });
  }
});
