/**
 * Tests `atommem serve openenv` with the Python client of OpenEnv: runs `openenv validate`, and plays 50 episodes at
 * the same time with `GenericEnvClient`.
 *
 *     npm run test:openenv
 *
 * It installs `openenv-core` with `uv`, or with `pip` if there is no uv, into a cache of the user. `OPENENV_VERSION`,
 * `OPENENV_CACHE`, `PYTHON` and `UV` set the rest. Exits with 0 if everything passes, 1 if something fails, and 77 if
 * Python or the packages are missing and nothing was tested.
 *
 * @module
 */

import { homedir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { installClient, MissingError, runPython } from './openenv/install-client.ts';
import { startServer } from './openenv/start-server.ts';

const NOTHING_TESTED = 77;
const EPISODES = 50;
const { env } = process;
const print = (line: string): void => console.log(line);

interface Validation {
  readonly passed: boolean;
  readonly criteria: readonly { readonly id: string; readonly passed: boolean; readonly details?: string }[];
}

interface Played {
  readonly mostOpen: number;
  readonly episodes: readonly {
    readonly reward: number | null;
    readonly steps: number;
    readonly counted: number;
    readonly entries: number;
    readonly own: boolean;
  }[];
}

async function validate(python: string, url: string): Promise<readonly string[]> {
  const args = ['-m', 'openenv.cli', 'validate', '--url', url, '--timeout', '30'];
  const { text, errors } = await runPython(python, args);
  if (!text.trim().startsWith('{')) return [`openenv validate printed no report: ${errors.slice(-600)}`];
  const { criteria } = JSON.parse(text) as Validation;
  const passed = criteria.filter((criterion) => criterion.passed);
  print(`openenv validate: ${passed.length} of ${criteria.length} criteria`);
  if (criteria.length === 0) return ['openenv validate checked nothing'];
  return criteria.filter((each) => !each.passed).map(({ id, details }) => `${id}: ${details ?? ''}`);
}

async function playEpisodes(python: string, url: string): Promise<readonly string[]> {
  const script = fileURLToPath(new URL('openenv/play-episodes.py', import.meta.url));
  const { code, text, errors } = await runPython(python, [script, url, String(EPISODES)]);
  if (code !== 0) return [`GenericEnvClient failed: ${errors.slice(-600)}`];
  const { mostOpen, episodes } = JSON.parse(text) as Played;
  print(`GenericEnvClient: ${episodes.length} episodes, ${mostOpen} open at the same time`);
  const wrong = episodes.filter(
    ({ reward, steps, counted, entries, own }) =>
      typeof reward !== 'number' || steps !== counted || entries === 0 || !own,
  );
  return [
    ...wrong.map((episode) => `episode ${JSON.stringify(episode)}`),
    ...(mostOpen < EPISODES ? [`only ${mostOpen} episodes were open at the same time`] : []),
  ];
}

async function main(): Promise<number> {
  const cache =
    env.OPENENV_CACHE ?? join(env.XDG_CACHE_HOME ?? join(homedir(), '.cache'), 'atommem', 'openenv');
  const { python, versions } = await installClient({
    folder: join(cache, 'client'),
    version: env.OPENENV_VERSION ?? '0.3.0',
    uv: env.UV ?? 'uv',
    python: env.PYTHON ?? 'python3',
  });
  print(versions);
  const server = await startServer();
  try {
    const problems = [...(await validate(python, server.url)), ...(await playEpisodes(python, server.url))];
    for (const problem of problems) print(`failed: ${problem}`);
    print(`${problems.length} problems`);
    return problems.length > 0 ? 1 : 0;
  } finally {
    await server.stop();
  }
}

process.exitCode = await main().catch((error: unknown) => {
  const missing = error instanceof MissingError;
  const message = error instanceof Error ? error.message : String(error);
  console.error(missing ? `not tested: ${message}` : message);
  return missing ? NOTHING_TESTED : 1;
});
