/**
 * Tests the Tinker engine against a SkyRL server on the CPU, with a model of random weights. Runs the engine suite,
 * compares custom losses with built-in ones, and trains on the lab: one epoch of SFT and three updates of GRPO.
 * With `web`, it takes two updates of GRPO on a mini-web instead.
 *
 *     npm run test:skyrl               # or -- contract, -- losses or -- lab, for one of the three
 *     npm run test:skyrl -- web
 *
 * It installs SkyRL through `uv` into a cache of the user. The cache takes about 6 GB on Linux because
 * PyTorch includes CUDA; set `SKYRL_TORCH_INDEX` to an index with a CPU build to avoid that. `SKYRL_VERSION`,
 * `SKYRL_PYTHON`, `SKYRL_CACHE` and `UV` set the rest. Exits with 0 if everything passes, 1 if something
 * fails, and 77 if uv, Python or the packages are missing and nothing was tested.
 *
 * @module
 */

import { mkdtemp, rm } from 'node:fs/promises';
import { homedir, tmpdir } from 'node:os';
import { join } from 'node:path';
import { readModelFolder } from '../src/cli/read-model-folder.ts';
import type { Engine } from '../src/engine/engine.ts';
import { createTinkerEngine } from '../src/engine/tinker/tinker-engine.ts';
import { loadChatTokenizer } from '../src/policy/chat-tokenizer.ts';
import { compareGraphs } from './skyrl/compare-graphs.ts';
import { compareLosses } from './skyrl/compare-losses.ts';
import { runConformance } from './skyrl/run-conformance.ts';
import { MissingError, openSkyrlProject, type SkyrlProject } from './skyrl/skyrl-project.ts';
import { SKYRL_RELEASES, type SkyrlRelease } from './skyrl/skyrl-release.ts';
import { type SkyrlServer, startSkyrlServer } from './skyrl/skyrl-server.ts';
import { trainLab } from './skyrl/train-lab.ts';
import { trainWeb } from './skyrl/train-web.ts';
import { writeTinyQwen3 } from './write-tiny-qwen3.ts';

const NOTHING_TESTED = 77;
/** Web prompts are longer than lab prompts. */
const WEB_CONTEXT = 8192;
const { env } = process;
const PART = process.argv[2];
const timer = (): number => performance.now();
const print = (line: string): void => console.log(line);

function chosenRelease(): SkyrlRelease {
  const version = env.SKYRL_VERSION ?? SKYRL_RELEASES[0]!.version;
  const release = SKYRL_RELEASES.find((each) => each.version === version);
  if (release !== undefined) return release;
  const known = SKYRL_RELEASES.map((each) => each.version).join(', ');
  throw new Error(`SKYRL_VERSION is ${version}; use one of ${known}`);
}

function openProject(release: SkyrlRelease): Promise<SkyrlProject> {
  const cache = env.XDG_CACHE_HOME ?? join(homedir(), '.cache');
  return openSkyrlProject({
    release,
    folder: env.SKYRL_CACHE ?? join(cache, 'atommem'),
    uv: env.UV ?? 'uv',
    python: env.SKYRL_PYTHON,
    torchIndex: env.SKYRL_TORCH_INDEX,
  });
}

function runs(part: 'contract' | 'losses' | 'lab'): boolean {
  return PART === undefined || PART === part;
}

/** Runs the tests on a running server and returns the problems. */
async function testServer(
  { url, checkpoints }: SkyrlServer,
  project: SkyrlProject,
  { profile }: SkyrlRelease,
  model: string,
  folder: string,
): Promise<readonly string[]> {
  const chat = await loadChatTokenizer(await readModelFolder(model));
  const vocabulary = { size: chat.vocabularySize, tokenizer: model };
  const open = (): Promise<Engine> => createTinkerEngine({ url, profile, model, vocabulary, rank: 8 });
  const failed: string[] = [];
  if (runs('contract')) {
    const suite = await runConformance({ open, folder: join(folder, 'suite'), timer, print });
    print(`${suite.passed} cases of the contract passed, ${suite.failed.length} failed`);
    failed.push(...suite.failed);
  }
  if (runs('losses')) {
    failed.push(...(await compareGraphs(project, print)));
    failed.push(...(await compareLosses({ open, checkpoints, print })));
  }
  if (!runs('lab') && PART !== 'web') return failed;
  const engine = await open();
  try {
    const train = PART === 'web' ? trainWeb : trainLab;
    const problems = await train({ engine, chat, folder: join(folder, 'training'), timer, print });
    return [...failed, ...problems];
  } finally {
    await engine.close();
  }
}

async function main(): Promise<number> {
  const release = chosenRelease();
  const project = await openProject(release);
  print(project.versions);
  const folder = await mkdtemp(join(tmpdir(), 'skyrl-'));
  const model = join(folder, 'tiny-qwen3');
  await writeTinyQwen3(model, 7, PART === 'web' ? WEB_CONTEXT : undefined);
  const began = timer();
  const server = await startSkyrlServer({
    project,
    model,
    folder,
    sequences: PART === 'web' ? 2 : undefined,
  });
  const interrupted = new AbortController();
  process.once('SIGINT', () => interrupted.abort());
  process.once('SIGTERM', () => interrupted.abort());
  const stopped = new Promise<never>((_, reject) => {
    interrupted.signal.addEventListener('abort', () => reject(new Error('interrupted')));
  });
  try {
    const problems = await Promise.race([testServer(server, project, release, model, folder), stopped]);
    for (const problem of problems) print(`failed: ${problem}`);
    print(`${problems.length} problems in ${((timer() - began) / 1000).toFixed(0)} s`);
    if (problems.length > 0) {
      print(`the server's log: ${server.log}`);
      return 1;
    }
  } finally {
    await server.stop();
  }
  await rm(folder, { recursive: true, force: true });
  return 0;
}

process.exitCode = await main().catch((error: unknown) => {
  const missing = error instanceof MissingError;
  const message = error instanceof Error ? error.message : String(error);
  console.error(missing ? `not tested: ${message}` : message);
  return missing ? NOTHING_TESTED : 1;
});
if (process.exitCode !== 0) process.exit();
