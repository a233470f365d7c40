/**
 * Tests the server with verifiers: `vf-eval openenv` evaluates a scripted model on it.
 *
 * @module
 */
import { mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { loadDataset } from '../../src/dataset/load-dataset.ts';
import { run } from './install-packages.ts';
import { startScriptedModel } from './scripted-model.ts';

const TASKS = 2;

interface Episode {
  readonly errors: readonly unknown[];
  readonly traces: readonly {
    readonly rewards: Readonly<Record<string, { readonly score: number } | null>>;
    readonly errors: readonly unknown[];
  }[];
}

/**
 * Returns the failures. The model knows the answers of every other task.
 *
 * @param data the questions that the server serves, one per task
 */
export async function testVerifiers(
  python: string,
  url: string,
  { data, print }: { readonly data: string; readonly print: (line: string) => void },
): Promise<readonly string[]> {
  const { records } = await loadDataset(data);
  const known = records.filter((_, place) => place % 2 === 0);
  const model = await startScriptedModel(
    known.map(({ question, answers }) => ({ question, answer: answers[0]! })),
  );
  const folder = await mkdtemp(join(tmpdir(), 'atommem-verifiers-'));
  try {
    const config = join(folder, 'eval.toml');
    await writeFile(config, writeConfig(url, model.baseURL));
    const { code, text, errors } = await run(join(dirname(python), 'vf-eval'), ['@', config, '--no-rich'], {
      cwd: folder,
      // uv starts the harness. It is in the same folder as Python.
      environment: { PATH: `${dirname(python)}:${process.env.PATH}` },
    });
    if (code !== 0) return [`vf-eval failed: ${(text + errors).slice(-1500)}`];
    const episodes = await readEpisodes(folder);
    const rewards = episodes.map(readReward);
    print(`verifiers: ${episodes.length} tasks, rewards ${rewards.join(', ')}, ${model.prompts} prompts`);
    const expected = Array.from({ length: TASKS }, (_, place) => Number(place % 2 === 0));
    return [
      ...episodes
        .flatMap((episode) => [episode, ...episode.traces].flatMap(({ errors: own }) => own))
        .map((error) => `verifiers: ${JSON.stringify(error).slice(0, 600)}`),
      ...([...rewards].sort().join() === [...expected].sort().join()
        ? []
        : [`verifiers scored ${rewards.join()} instead of ${expected.join()}`]),
    ];
  } finally {
    model.close();
    await rm(folder, { recursive: true, force: true });
  }
}

/** Verifiers 0.4.0 takes the taskset only from a file, because the defaults behind its flags do not validate. */
function writeConfig(url: string, model: string): string {
  const resets = Array.from({ length: TASKS }, (_, seed) => `{ seed = ${seed} }`).join(', ');
  return `model = "scripted"
push = false

[client]
base_url = "${model}"
api_key_var = "NO_KEY"

[env.taskset]
id = "openenv"
base_url = "${url}"
resets = [${resets}]

[env.player]
harness = { id = "null" }
runtime = { type = "subprocess" }
`;
}

async function readEpisodes(folder: string): Promise<readonly Episode[]> {
  const files = await readdir(folder, { recursive: true });
  const path = files.find((file) => file.endsWith('traces.jsonl'));
  if (path === undefined) return [];
  const text = await readFile(join(folder, path), 'utf8');
  return text
    .split('\n')
    .filter((line) => line !== '')
    .map((line) => JSON.parse(line) as Episode);
}

function readReward({ traces }: Episode): number | null {
  return traces[0]?.rewards.openenv_reward?.score ?? null;
}
