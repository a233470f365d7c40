/**
 * The thread that computes. Bundlers must emit this file as an entry of its own; where it is looked for is
 * written at `workerUrl` in `worker-pool.ts`.
 */
import { parentPort, workerData } from 'node:worker_threads';
import type { JobMessage } from './job.ts';
import { createJobRunner } from './job-runner.ts';
import type { WorkerSetup } from './machine.ts';

const port = parentPort;
if (port === null) throw new Error('engine/local/worker is a thread of the local engine; do not import it.');
const run = createJobRunner(workerData as WorkerSetup);
port.on('message', (job: JobMessage) => port.postMessage(run(job)));
