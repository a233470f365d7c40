import { existsSync } from 'node:fs';
import { appendFile, mkdir, readdir, readFile, rename, rm, writeFile } from 'node:fs/promises';
import { join, resolve } from 'node:path';
import type { Engine } from '../engine/engine.ts';
import type { JsonObject, JsonValue } from '../memory/json.ts';
import { holdsWeights } from './holds-weights.ts';
import { TrainingError } from './training-error.ts';

/** Where a run lives on disk, and how it goes on. */
export interface RunOptions {
  /** `log.jsonl` and `checkpoints/` are written here. */
  readonly directory: string;
  /** Goes on from the newest complete checkpoint; without one, from the beginning. Default false. */
  readonly resume?: boolean;
  /** Steps between checkpoints. The last step always has one. */
  readonly checkpointEvery: number;
  /** Newest checkpoints to keep. Default 2. */
  readonly keepCheckpoints?: number;
}

/** What a run must hold beside weights and optimizer to go on as if it had never stopped. */
export type Counters = { readonly step: number } & { readonly [name: string]: number };

/** A run on disk: a log of one JSON object a line, and checkpoints that are complete or not there. */
export interface TrainingRun<State extends Counters> {
  /** Counters of the checkpoint that was resumed; `undefined` for a run from the beginning. */
  readonly resumed: State | undefined;
  /** Appends a line; every line has a `step`. */
  log(record: { readonly step: number } & JsonObject): Promise<void>;
  /** Saves engine and counters where the step is due, or the `last`; once a step. */
  save(engine: Engine, state: State, last: boolean): Promise<void>;
  /** The engine's path to the newest complete checkpoint.
   *
   * @throws Error before the first
   */
  checkpoint(): string;
  /** An error that names the step, the batch and the last good checkpoint. */
  failure(step: number, batch: string, cause: unknown): TrainingError;
}

interface SavedState<State> {
  readonly settings: JsonValue;
  readonly counters: State;
  /** As the engine returned it; in the file, a path inside its folder is relative to it, so that a run can be moved. */
  readonly engine: string;
}

const STATE = 'state.json';
/** Stands for the checkpoint's own folder. */
const HERE = '<folder>';

/**
 * Opens a run's folder, and loads weights, optimizer and counters where it is resumed. Lines that the log
 * holds beyond the checkpoint are dropped: their steps are taken again.
 *
 * @throws Error where the folder holds a run and `resume` is not set, or one with other settings, or weights
 *   that no run of it made.
 */
export async function openTrainingRun<State extends Counters>(
  engine: Engine,
  settings: JsonObject,
  { directory, resume = false, checkpointEvery, keepCheckpoints = 2 }: RunOptions,
): Promise<TrainingRun<State>> {
  // Whole paths: an engine answers with one, and what lies in the folder must be told from it.
  const checkpoints = resolve(directory, 'checkpoints');
  const logFile = join(directory, 'log.jsonl');
  if (holdsWeights(directory)) {
    throw new Error(`${directory} holds weights, which a run would replace: give another folder`);
  }
  await mkdir(checkpoints, { recursive: true });
  const lines = await readLines(logFile);
  const newest = await newestCheckpoint<State>(checkpoints);
  const kept = existsSync(join(directory, 'best'));
  if (!resume && (newest !== undefined || lines.length > 0 || kept)) {
    throw new Error(`${directory} holds a run: resume it, or give another folder`);
  }
  let good: string | null = null;
  let goodStep = newest?.counters.step;
  if (newest !== undefined) {
    requireSame(newest.settings, settings, directory);
    await engine.load(newest.engine);
    good = newest.engine;
  }
  const resumedStep = newest?.counters.step ?? 0;
  const taken = lines.filter((line) => Number(JSON.parse(line).step) <= resumedStep);
  await writeWhole(logFile, taken.map((line) => `${line}\n`).join(''));

  return {
    resumed: newest?.counters,
    log: (record) => appendFile(logFile, `${JSON.stringify(record)}\n`),
    async save(current, counters, last) {
      if (!last && counters.step % checkpointEvery !== 0) return;
      if (counters.step === goodStep) return;
      const folder = join(checkpoints, nameOf(counters.step));
      await rm(folder, { recursive: true, force: true });
      await mkdir(folder, { recursive: true });
      const saved = await current.save(join(folder, 'engine'));
      const state: SavedState<State> = { settings, counters, engine: saved.replace(folder, () => HERE) };
      // Written last and whole: a folder without it is no checkpoint.
      await writeWhole(join(folder, STATE), JSON.stringify(state, null, 2));
      good = saved;
      goodStep = counters.step;
      await removeOld(checkpoints, keepCheckpoints);
    },
    checkpoint() {
      if (good === null) throw new Error(`${directory} has no checkpoint yet: no step was taken`);
      return good;
    },
    failure: (step, batch, cause) => new TrainingError(step, { batch, checkpoint: good, cause }),
  };
}

/** The newest complete checkpoint of a run's `checkpoints/` folder. */
export async function newestCheckpoint<State extends Counters>(
  checkpoints: string,
): Promise<SavedState<State> | undefined> {
  for (const name of (await stepFolders(checkpoints)).reverse()) {
    const text = await readFile(join(checkpoints, name, STATE), 'utf8').catch(() => undefined);
    if (text === undefined) continue;
    const state = JSON.parse(text) as SavedState<State>;
    return { ...state, engine: state.engine.replace(HERE, () => join(checkpoints, name)) };
  }
  return undefined;
}

function nameOf(step: number): string {
  return `step-${String(step).padStart(6, '0')}`;
}

async function stepFolders(checkpoints: string): Promise<string[]> {
  const names = await readdir(checkpoints).catch(() => []);
  return names.filter((name) => /^step-\d+$/.test(name)).sort();
}

async function removeOld(checkpoints: string, keep: number): Promise<void> {
  for (const name of (await stepFolders(checkpoints)).slice(0, -keep)) {
    await rm(join(checkpoints, name), { recursive: true, force: true });
  }
}

/** A killed run may leave half a line behind: it belongs to a step that is taken again. */
async function readLines(file: string): Promise<readonly string[]> {
  const text = await readFile(file, 'utf8').catch(() => '');
  return text
    .slice(0, text.lastIndexOf('\n') + 1)
    .split('\n')
    .filter((line) => line !== '');
}

async function writeWhole(file: string, text: string): Promise<void> {
  await writeFile(`${file}.new`, text);
  await rename(`${file}.new`, file);
}

function requireSame(before: JsonValue, now: JsonObject, directory: string): void {
  const old = (before ?? {}) as JsonObject;
  const names = [...new Set([...Object.keys(old), ...Object.keys(now)])];
  const differing = names.find((name) => JSON.stringify(old[name]) !== JSON.stringify(now[name]));
  if (differing === undefined) return;
  throw new Error(
    `${directory} was trained with ${differing} = ${JSON.stringify(old[differing])}, not ` +
      `${JSON.stringify(now[differing])}: resume with the same settings, or give another folder`,
  );
}
