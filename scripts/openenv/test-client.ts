/**
 * Tests the server with OpenEnv's own validator and clients.
 *
 * @module
 */
import { fileURLToPath } from 'node:url';
import { run } from './install-packages.ts';

const EPISODES = 50;

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

interface Called {
  readonly before: number;
  readonly tools: readonly string[];
  readonly result: unknown;
  readonly steps: number;
}

const at = (name: string): string => fileURLToPath(new URL(name, import.meta.url));

/** Returns the failures. */
export async function testClient(
  python: string,
  url: string,
  print: (line: string) => void,
): Promise<readonly string[]> {
  return [
    ...(await validate(python, url, print)),
    ...(await playEpisodes(python, url, print)),
    ...(await callTools(python, url, print)),
  ];
}

async function validate(
  python: string,
  url: string,
  print: (line: string) => void,
): Promise<readonly string[]> {
  const args = ['-m', 'openenv.cli', 'validate', '--url', url, '--timeout', '30', '--json'];
  const { text, errors } = await run(python, args);
  const start = text.indexOf('{');
  if (start < 0) return [`openenv validate printed no report: ${(text + errors).slice(-600)}`];
  const { criteria } = JSON.parse(text.slice(start)) as Validation;
  const passed = criteria.filter((criterion) => criterion.passed);
  print(`openenv validate: ${passed.length} of ${criteria.length} criteria`);
  if (criteria.length === 0) return ['openenv validate checked nothing'];
  return criteria.filter((each) => !each.passed).map(({ id, details }) => `${id}: ${details ?? ''}`);
}

async function playEpisodes(
  python: string,
  url: string,
  print: (line: string) => void,
): Promise<readonly string[]> {
  const { code, text, errors } = await run(python, [at('play-episodes.py'), url, String(EPISODES)]);
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

async function callTools(
  python: string,
  url: string,
  print: (line: string) => void,
): Promise<readonly string[]> {
  const { code, text, errors } = await run(python, [at('call-tools.py'), url]);
  if (code !== 0) return [`MCPToolClient failed: ${errors.slice(-600)}`];
  const { before, tools, result, steps } = JSON.parse(text) as Called;
  print(`MCPToolClient: ${tools.length} tools, ${steps} call`);
  const right =
    before > 0 &&
    tools.includes('memory_create') &&
    typeof result === 'string' &&
    result !== '' &&
    steps === 1;
  return right ? [] : [`MCPToolClient saw ${text.slice(0, 600)}`];
}
