/**
 * The folder of a run: its settings, one line per finished episode, and trajectories. A killed run resumes from it.
 * Trajectories of failed episodes are in `failed/`.
 *
 * @module
 */
import { appendFile, mkdir, readFile, rename, stat, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { Tokens } from '../score/money.ts';
import { AtomMemError } from '../shared/error.ts';
import type { JsonObject, JsonValue } from '../shared/json.ts';
import { readAppendedLines } from '../shared/json-lines-file.ts';
import { toEpisodeFileName } from '../trajectory/episode-file-name.ts';
import type { EpisodeOutcome } from './episode-score.ts';

export const RESULTS_SCHEMA = 'atommem.results/1';

/** Storage for the finished episodes of a run. */
export interface ResultsFolder {
  /** Returns the outcome of an episode from an earlier run. */
  finished(key: string): EpisodeOutcome | undefined;
  keep(key: string, outcome: EpisodeOutcome): Promise<void>;
  /** Counts the tokens of a failed episode, which is not kept. */
  lose(tokens: Tokens): Promise<void>;
  /** Returns all tokens spent in this folder, on kept and lost episodes. */
  spent(): Tokens;
  /** Returns the path of an episode's trajectory; `null` if results stay in memory. */
  trajectoryPath(key: string): string | null;
  /** Returns the path of a failed episode's trajectory; `null` if results stay in memory. */
  failedPath(key: string): string | null;
}

/**
 * Settings that results depend on. `common` must be equal in every run of a folder. The other three are maps by name:
 * a later run can add names, but cannot change their values.
 */
export interface ResultsSettings {
  readonly common: JsonObject;
  readonly datasets: Readonly<Record<string, string>>;
  readonly policies: Readonly<Record<string, string>>;
  readonly variants: Readonly<Record<string, JsonValue>>;
}

type Line = ({ readonly key: string } & EpisodeOutcome) | { readonly lost: Tokens };

/** Keeps results in memory, for a run without a folder. */
export function keepInMemory(): ResultsFolder {
  return createKeeper(
    [],
    async () => {},
    () => null,
    () => null,
  );
}

/**
 * Opens an empty folder, or a folder of earlier runs with equal settings. Later runs can add policies, data sets and
 * variants.
 *
 * @throws AtomMemError `bad-option` if the folder holds results from other settings or of an older version,
 * `unreadable-file` if it cannot be written.
 */
export async function openResultsFolder(folder: string, settings: ResultsSettings): Promise<ResultsFolder> {
  await mkdir(join(folder, 'trajectories'), { recursive: true }).catch((cause: NodeJS.ErrnoException) => {
    throw new AtomMemError('unreadable-file', {
      problem: `${folder} cannot be written (${cause.code})`,
      remedy: ANOTHER_FOLDER,
      details: { path: folder },
      cause,
    });
  });
  await mergeSettings(folder, settings);
  const path = join(folder, 'episodes.jsonl');
  const lines = (await readAppendedLines(path, { repair: true })) as readonly Line[];
  return createKeeper(
    lines,
    (line) => appendFile(path, `${JSON.stringify(line)}\n`),
    (key) => join(folder, 'trajectories', toEpisodeFileName(key)),
    (key) => join(folder, 'failed', toEpisodeFileName(key)),
  );
}

const ANOTHER_FOLDER = 'Give another --out';

function createKeeper(
  lines: readonly Line[],
  append: (line: Line) => Promise<void>,
  trajectoryPath: ResultsFolder['trajectoryPath'],
  failedPath: ResultsFolder['failedPath'],
): ResultsFolder {
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
    failedPath,
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

async function mergeSettings(folder: string, settings: ResultsSettings): Promise<void> {
  const path = join(folder, 'results.json');
  const text = await readFile(path, 'utf8').catch(() => undefined);
  if (text === undefined) await refuseOtherResults(folder);
  const found = text === undefined ? undefined : readSettings(text, path);
  const before = found ?? { common: settings.common, datasets: {}, policies: {}, variants: {} };
  const difference = findContradiction(before, settings);
  if (difference !== undefined)
    throw refuse(`${folder} holds results from other settings (${difference})`, folder);
  const merged = {
    schema: RESULTS_SCHEMA,
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

/** Up to version 0.1, `eval` and `bench` wrote different folders, with file names that could collide. */
async function refuseOtherResults(folder: string): Promise<void> {
  for (const name of ['bench.json', 'settings.json', 'episodes.jsonl']) {
    const exists = await stat(join(folder, name)).then(
      () => true,
      () => false,
    );
    if (!exists) continue;
    throw refuse(
      `${folder} holds results of atommem 0.1 or of another command (${name}, no results.json)`,
      folder,
    );
  }
}

function readSettings(text: string, path: string): ResultsSettings {
  let value: ResultsSettings & { readonly schema?: unknown };
  try {
    value = JSON.parse(text) as typeof value;
  } catch {
    throw refuse(`${path} is not JSON`, path);
  }
  if (value?.schema === RESULTS_SCHEMA) return value;
  throw refuse(
    `${path} has schema ${JSON.stringify(value?.schema)}, but this version reads ${RESULTS_SCHEMA}`,
    path,
  );
}

function refuse(problem: string, path: string): AtomMemError {
  return new AtomMemError('bad-option', {
    problem,
    remedy: ANOTHER_FOLDER,
    details: { option: 'out', value: path },
  });
}

/** Returns the first difference. */
function findContradiction(found: ResultsSettings, wanted: ResultsSettings): string | undefined {
  for (const part of ['common', 'datasets', 'policies', 'variants'] as const) {
    const [before, now] = [found[part], wanted[part]];
    const names = part === 'common' ? Object.keys({ ...before, ...now }) : Object.keys(now);
    for (const name of names) {
      if (part !== 'common' && !(name in before)) continue;
      const difference = describeDifference(`${part}.${name}`, before[name], now[name]);
      if (difference !== undefined) return difference;
    }
  }
  return undefined;
}

/** Names the innermost setting that differs; `undefined` if both values are equal. */
function describeDifference(place: string, before?: JsonValue, now?: JsonValue): string | undefined {
  if (isObject(before) && isObject(now)) {
    for (const name of Object.keys({ ...before, ...now })) {
      const difference = describeDifference(`${place}.${name}`, before[name], now[name]);
      if (difference !== undefined) return difference;
    }
    return undefined;
  }
  const [old, next] = [before, now].map((value) => JSON.stringify(value) ?? 'nothing');
  return old === next ? undefined : `${place}: ${old} there, ${next} now`;
}

function isObject(value: JsonValue | undefined): value is JsonObject {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
