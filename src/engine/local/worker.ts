/**
 * The entry point of worker threads. `worker-pool.ts` starts it by its file name.
 *
 * @module
 */
import { parentPort, workerData } from 'node:worker_threads';
import type { JobMessage } from './job.ts';
import { createJobRunner } from './job-runner.ts';
import type { WorkerSetup } from './machine.ts';

const port = parentPort;
if (port === null)
  throw new Error('engine/local/worker is a worker thread of the local engine; do not import it.');
const run = createJobRunner(workerData as WorkerSetup);
port.on('message', (job: JobMessage) => port.postMessage(run(job)));
