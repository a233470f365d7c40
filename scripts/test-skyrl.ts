/**
 * Tests the Tinker engine against a SkyRL server on the CPU, with a model of random weights. Runs the engine suite, one
 * epoch of SFT and three updates of GRPO.
 *
 *     npm run test:skyrl               # or -- contract, or -- lab, for one of the two
 *
 * It installs SkyRL through `uv` into a cache of the user. The cache takes about 6 GB on Linux because
 * PyTorch includes CUDA; set `SKYRL_TORCH_INDEX` to an index with a CPU build to avoid that. `SKYRL_VERSION`,
 * `SKYRL_PYTHON`, `SKYRL_CACHE` and `UV` set the rest. Exits with 0 if everything passes, 1 if something
 * fails, and 77 if uv, Python or the packages are missing and nothing was tested.
 *
 * Exits with 0 where all is well, 1 where something failed, and 77 where uv, Python or the packages are
 * missing and nothing was tested.
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
import { runConformance } from './skyrl/run-conformance.ts';
import { MissingError, openSkyrlProject, type SkyrlProject } from './skyrl/skyrl-project.ts';
import { SKYRL_RELEASES, type SkyrlRelease } from './skyrl/skyrl-release.ts';
import { type SkyrlServer, startSkyrlServer } from './skyrl/skyrl-server.ts';
import { trainLab } from './skyrl/train-lab.ts';
import { writeTinyQwen3 } from './write-tiny-qwen3.ts';

const NOTHING_TESTED = 77;
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
    ...(env.SKYRL_PYTHON !== undefined && { python: env.SKYRL_PYTHON }),
    ...(env.SKYRL_TORCH_INDEX !== undefined && { torchIndex: env.SKYRL_TORCH_INDEX }),
  });
}

/** Runs the tests on a running server and returns the problems. */
async function testServer(
  { url }: SkyrlServer,
  { profile }: SkyrlRelease,
  model: string,
  folder: string,
): Promise<readonly string[]> {
  const chat = await loadChatTokenizer(await readModelFolder(model));
  const vocabulary = { size: chat.vocabularySize, tokenizer: model };
  const open = (): Promise<Engine> => createTinkerEngine({ url, profile, model, vocabulary, rank: 8 });
  const failed: string[] = [];
  if (PART !== 'lab') {
    const suite = await runConformance({ open, folder: join(folder, 'suite'), timer, print });
    print(`${suite.passed} cases of the contract passed, ${suite.failed.length} failed`);
    failed.push(...suite.failed);
  }
  if (PART === 'contract') return failed;
  const engine = await open();
  try {
    const problems = await trainLab({ engine, chat, folder: join(folder, 'lab'), timer, print });
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
  await writeTinyQwen3(model, 7);
  const began = timer();
  const server = await startSkyrlServer({ project, model, folder });
  const interrupted = new AbortController();
  process.once('SIGINT', () => interrupted.abort());
  process.once('SIGTERM', () => interrupted.abort());
  const stopped = new Promise<never>((_, reject) => {
    interrupted.signal.addEventListener('abort', () => reject(new Error('interrupted')));
  });
  try {
    const problems = await Promise.race([testServer(server, release, model, folder), stopped]);
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
