/**
 * Tests `atommem serve openenv` with programs in Python: OpenEnv's validator and clients, TRL's GRPO trainer, and
 * `vf-eval` of verifiers.
 *
 *     npm run test:openenv
 *     npm run test:openenv -- client trl verifiers   # only the named parts
 *
 * It installs the packages with `uv`, or with `pip` if uv is missing, into a cache of the user. PyTorch takes 6 GB
 * from the Python package index. `OPENENV_TORCH` names another requirement, such as `torch==2.13.0+cpu` with
 * `PIP_FIND_LINKS` set. `OPENENV_CACHE`, `PYTHON` and `UV` set the rest. Exits with 0 if everything passes, 1 if
 * something fails, and 77 if nothing fails but Python or packages are missing for a part.
 *
 * @module
 */
import { homedir } from 'node:os';
import { join } from 'node:path';
import { sampleDatasetPath } from '../src/dataset/sample.ts';
import { describeVersions, installPackages, MissingError } from './openenv/install-packages.ts';
import { startServer } from './openenv/start-server.ts';
import { testClient } from './openenv/test-client.ts';
import { testTrl } from './openenv/test-trl.ts';
import { testVerifiers } from './openenv/test-verifiers.ts';

const NOT_TESTED = 77;
const { env } = process;
const print = (line: string): void => console.log(line);
const sample = sampleDatasetPath();
const documents = ['--data', sample, '--docs', '10', '--chunk-size', '400'];

interface Part {
  readonly packages: readonly string[];
  /** Packages to name in the report. */
  readonly names: readonly string[];
  /** Flags that select what to serve. */
  readonly serves: readonly string[];
  /** Returns the failures. */
  test(python: string, url: string): Promise<readonly string[]>;
}

const PARTS: Readonly<Record<string, Part>> = {
  client: {
    packages: ['openenv==0.10.0'],
    names: ['openenv', 'websockets', 'pydantic'],
    serves: documents,
    test: (python, url) => testClient(python, url, print),
  },
  trl: {
    packages: ['trl==1.16.0', 'openenv==0.10.0', env.OPENENV_TORCH ?? 'torch'],
    names: ['trl', 'transformers', 'torch', 'openenv'],
    serves: ['--task', 'lab', '--codec', 'compact'],
    test: (python, url) => testTrl(python, url, print),
  },
  verifiers: {
    // verifiers 0.4.0 needs mcp 2, and openenv 0.5 and later need an older one.
    packages: ['verifiers==0.4.0', 'openenv==0.4.1', 'uv'],
    names: ['verifiers', 'openenv', 'mcp'],
    serves: ['--data', sample, '--docs', '10'],
    test: (python, url) => testVerifiers(python, url, { data: sample, print }),
  },
};

/** Tests one part and returns the failures. */
async function testPart(name: string, { packages, names, serves, test }: Part): Promise<readonly string[]> {
  const cache =
    env.OPENENV_CACHE ?? join(env.XDG_CACHE_HOME ?? join(homedir(), '.cache'), 'atommem', 'openenv');
  const python = await installPackages({
    folder: join(cache, name),
    packages,
    uv: env.UV ?? 'uv',
    python: env.PYTHON ?? 'python3',
  });
  print(`${name}: ${await describeVersions(python, names)}`);
  const server = await startServer(serves);
  try {
    return await test(python, server.url);
  } finally {
    await server.stop();
  }
}

async function main(chosen: readonly string[]): Promise<number> {
  const problems: string[] = [];
  let missing = 0;
  for (const name of chosen.length > 0 ? chosen : Object.keys(PARTS)) {
    const part = PARTS[name];
    if (part === undefined)
      throw new Error(`there is no part "${name}": use ${Object.keys(PARTS).join(', ')}`);
    try {
      problems.push(...(await testPart(name, part)));
    } catch (error) {
      if (!(error instanceof MissingError)) throw error;
      missing += 1;
      print(`${name}: not tested: ${error.message}`);
    }
  }
  for (const problem of problems) print(`failed: ${problem}`);
  print(`${problems.length} problems, ${missing} parts not tested`);
  if (problems.length > 0) return 1;
  return missing > 0 ? NOT_TESTED : 0;
}

process.exitCode = await main(process.argv.slice(2)).catch((error: unknown) => {
  console.error(error instanceof Error ? error.message : String(error));
  return 1;
});
