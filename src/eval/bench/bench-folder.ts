import { appendFile, mkdir, readFile, rename, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { Tokens } from '../../score/money.ts';
import type { JsonObject, JsonValue } from '../../shared/json.ts';
import { readAppendedLines } from '../../shared/json-lines-file.ts';
import { fileNameOf } from '../results-folder.ts';
import type { EpisodeOutcome } from './bench-score.ts';

export const BENCH_SCHEMA = 'atommem.bench/1';

/** Where a bench keeps what is done, so that one that was killed goes on where it was. */
export interface BenchFolder {
  finished(key: string): EpisodeOutcome | undefined;
  keep(key: string, outcome: EpisodeOutcome): Promise<void>;
  /** Counts what an episode cost that is not kept, because it failed. */
  lose(tokens: Tokens): Promise<void>;
  /** All that was ever spent in this folder, on kept and lost episodes. */
  spent(): Tokens;
  /** Where an episode's trajectory belongs; `null` where there is no folder. */
  trajectoryPath(key: string): string | null;
}

/**
 * What results depend on. `common` must be the same in every run of a folder; the other three name things,
 * and a later run may add names but not give one another meaning.
 */
export interface BenchSettings {
  readonly common: JsonObject;
  readonly datasets: Readonly<Record<string, string>>;
  readonly policies: Readonly<Record<string, string>>;
  readonly variants: Readonly<Record<string, JsonValue>>;
}

type Line = ({ readonly key: string } & EpisodeOutcome) | { readonly lost: Tokens };

/** Keeps results in this process only. */
export function createBenchMemory(): BenchFolder {
  return keeper(
    [],
    async () => {},
    () => null,
  );
}

/**
 * Opens a folder for a bench, new or with results of runs like this one: policies, data sets and suites can
 * be added to it run by run.
 *
 * @throws one line that names the folder when it is of another version, holds results of other settings
 * (with the first difference), or cannot be written.
 */
export async function openBenchFolder(folder: string, settings: BenchSettings): Promise<BenchFolder> {
  await mkdir(join(folder, 'trajectories'), { recursive: true }).catch((cause: NodeJS.ErrnoException) => {
    throw new Error(`${folder}: cannot be written (${cause.code}); give another --out`);
  });
  await mergeSettings(folder, settings);
  const path = join(folder, 'episodes.jsonl');
  const lines = (await readAppendedLines(path, { repair: true })) as readonly Line[];
  return keeper(
    lines,
    (line) => appendFile(path, `${JSON.stringify(line)}\n`),
    (key) => join(folder, 'trajectories', `${fileNameOf(key)}.jsonl`),
  );
}

function keeper(
  lines: readonly Line[],
  append: (line: Line) => Promise<void>,
  trajectoryPath: BenchFolder['trajectoryPath'],
): BenchFolder {
  const outcomes = new Map<string, EpisodeOutcome>();
  const spent = { promptTokens: 0, cachedTokens: 0, completionTokens: 0 };
  const spend = ({ promptTokens, cachedTokens, completionTokens }: Tokens): void => {
    spent.promptTokens += promptTokens;
    spent.cachedTokens += cachedTokens;
    spent.completionTokens += completionTokens;
  };
  const take = (line: Line): void => {
    if ('lost' in line) spend(line.lost);
    else {
      const { key, ...outcome } = line;
      if (!outcomes.has(key)) spend(outcome.score.cost);
      outcomes.set(key, outcome);
    }
  };
  for (const line of lines) take(line);
  return {
    finished: (key) => outcomes.get(key),
    trajectoryPath,
    spent: () => ({ ...spent }),
    async keep(key, outcome) {
      await append({ key, ...outcome });
      take({ key, ...outcome });
    },
    async lose({ promptTokens, cachedTokens, completionTokens }) {
      if (promptTokens + completionTokens === 0) return;
      const line = { lost: { promptTokens, cachedTokens, completionTokens } };
      await append(line);
      take(line);
    },
  };
}

async function mergeSettings(folder: string, settings: BenchSettings): Promise<void> {
  const path = join(folder, 'bench.json');
  const text = await readFile(path, 'utf8').catch(() => undefined);
  const found = text === undefined ? undefined : readSettings(text, path);
  if (found === undefined && (await hasEpisodes(folder))) {
    throw new Error(`${folder}: holds results of another command (no bench.json); give another --out`);
  }
  const before = found ?? { common: settings.common, datasets: {}, policies: {}, variants: {} };
  const difference = contradiction(before, settings);
  if (difference !== undefined) {
    throw new Error(`${folder}: holds results of other settings (${difference}); give another --out`);
  }
  const merged = {
    schema: BENCH_SCHEMA,
    common: settings.common,
    datasets: { ...before.datasets, ...settings.datasets },
    policies: { ...before.policies, ...settings.policies },
    variants: { ...before.variants, ...settings.variants },
  };
  const next = `${JSON.stringify(merged, null, 2)}\n`;
  if (next === text) return;
  await writeFile(`${path}.part`, next);
  await rename(`${path}.part`, path);
}

async function hasEpisodes(folder: string): Promise<boolean> {
  return (await readFile(join(folder, 'episodes.jsonl')).catch(() => undefined)) !== undefined;
}

function readSettings(text: string, path: string): BenchSettings {
  let value: BenchSettings & { readonly schema?: unknown };
  try {
    value = JSON.parse(text) as typeof value;
  } catch {
    throw new Error(`${path}: not JSON; give another --out`);
  }
  if (value?.schema === BENCH_SCHEMA) return value;
  throw new Error(
    `${path}: schema ${JSON.stringify(value?.schema)}; this version writes ${BENCH_SCHEMA}: give another --out`,
  );
}

/** The first thing that both say, differently. */
function contradiction(found: BenchSettings, wanted: BenchSettings): string | undefined {
  for (const part of ['common', 'datasets', 'policies', 'variants'] as const) {
    const [before, now] = [found[part], wanted[part]];
    const names = part === 'common' ? Object.keys({ ...before, ...now }) : Object.keys(now);
    for (const name of names) {
      if (part !== 'common' && !(name in before)) continue;
      const [old, next] = [before[name], now[name]].map((value) => JSON.stringify(value) ?? 'nothing');
      if (old !== next) return `${part}.${name}: ${old} there, ${next} now`;
    }
  }
  return undefined;
}
