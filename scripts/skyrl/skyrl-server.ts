/**
 * Starts and stops a SkyRL server.
 *
 * @module
 */
import { type ChildProcess, spawn } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { mkdir, open } from 'node:fs/promises';
import { createServer } from 'node:net';
import { constants, setPriority } from 'node:os';
import { delimiter, dirname, isAbsolute, join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import type { SkyrlProject } from './skyrl-project.ts';

export interface SkyrlServerOptions {
  readonly project: SkyrlProject;
  /** Folder of the model. */
  readonly model: string;
  /** Folder for the database, checkpoints and the log of this run. */
  readonly folder: string;
  /** Sequences of a sample batch. Smaller batches are padded to it. Default: 32. */
  readonly sequences?: number;
}

export interface SkyrlServer {
  readonly url: string;
  readonly log: string;
  /** Folder in which the server keeps its checkpoints. */
  readonly checkpoints: string;
  /** Stops the server and its engine. */
  stop(): Promise<void>;
}

const START_TIME = 900_000;
const STOP_TIME = 20_000;

const BACKEND = { max_lora_adapters: 6, max_lora_rank: 8 } as const;

/**
 * Starts the API process on a free loopback port. It starts the engine on the CPU.
 * @throws Error with the end of the log if the server does not start
 */
export async function startSkyrlServer(options: SkyrlServerOptions): Promise<SkyrlServer> {
  const { project, model, folder, sequences = 32 } = options;
  await mkdir(folder, { recursive: true });
  const log = join(folder, 'server.log');
  const port = await freePort();
  const file = await open(log, 'w');
  const child = spawn(
    project.uv,
    [...project.run, '-m', 'skyrl.tinker.api', ...flags(model, folder, port, sequences)],
    {
      // A separate process group, so that uv, the server and its engine stop together.
      detached: true,
      stdio: ['ignore', file.fd, file.fd],
      env: {
        ...process.env,
        // The server finds `uv` on the path to start its engine.
        ...(isAbsolute(project.uv) && { PATH: `${dirname(project.uv)}${delimiter}${process.env.PATH}` }),
        JAX_PLATFORMS: 'cpu',
        HF_HUB_OFFLINE: '1',
        JAX_COMPILATION_CACHE_DIR: join(project.folder, 'compiled'),
        JAX_PERSISTENT_CACHE_MIN_COMPILE_TIME_SECS: '0',
        // For a model this small, compiling takes longer than running.
        JAX_DISABLE_MOST_OPTIMIZATIONS: '1',
      },
    },
  );
  await file.close();
  const ended = new Promise<void>((resolve) => {
    child.once('exit', () => resolve());
    child.once('error', () => resolve());
  });
  if (child.pid !== undefined) setPriority(child.pid, constants.priority.PRIORITY_BELOW_NORMAL);
  const url = `http://127.0.0.1:${port}`;
  const stop = (): Promise<void> => end(child, ended);
  try {
    await untilHealthy(url, child);
  } catch {
    await stop();
    throw new Error(`the server did not start; the end of ${log}:\n${lastLines(log)}`);
  }
  return { url, log, checkpoints: join(folder, 'checkpoints'), stop };
}

function flags(model: string, folder: string, port: number, sequences: number): readonly string[] {
  // Batches are padded, so that one shape per length is compiled instead of one per batch size.
  const backend = JSON.stringify({ ...BACKEND, sample_max_num_sequences: sequences });
  return [
    ...['--host', '127.0.0.1', '--port', String(port)],
    ...['--base-model', model, '--backend', 'jax', '--backend-config', backend],
    ...['--checkpoints-base', join(folder, 'checkpoints')],
    ...['--database-url', `sqlite:///${join(folder, 'tinker.db')}`],
  ];
}

async function untilHealthy(url: string, child: ChildProcess): Promise<void> {
  const deadline = Date.now() + START_TIME;
  while (Date.now() < deadline && child.exitCode === null && child.pid !== undefined) {
    const healthy = await fetch(`${url}/api/v1/healthz`).then(
      ({ ok }) => ok,
      () => false,
    );
    if (healthy) return;
    await sleep(250);
  }
  throw new Error('not healthy');
}

async function end(child: ChildProcess, ended: Promise<void>): Promise<void> {
  if (child.pid === undefined || child.exitCode !== null) return;
  signal(child.pid, 'SIGTERM');
  await Promise.race([ended, sleep(STOP_TIME, undefined, { ref: false })]);
  // Kills the processes of the group that remain.
  signal(child.pid, 'SIGKILL');
}

function signal(group: number, name: NodeJS.Signals): void {
  try {
    process.kill(-group, name);
  } catch {
    // All processes have ended.
  }
}

function freePort(): Promise<number> {
  return new Promise((resolve, reject) => {
    const probe = createServer().once('error', reject);
    probe.listen(0, '127.0.0.1', () => {
      const { port } = probe.address() as { port: number };
      probe.close(() => resolve(port));
    });
  });
}

function lastLines(log: string): string {
  return readFileSync(log, 'utf8').trim().split('\n').slice(-15).join('\n');
}
