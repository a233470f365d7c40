import { existsSync } from 'node:fs';
import { dirname, join } from 'node:path';
import type { Engine } from '../engine/engine.ts';
import { AtomMemError } from '../shared/error.ts';
import type { JsonObject } from '../shared/json.ts';
import { bestStep } from './best-weights.ts';
import {
  type Counters,
  completeCheckpoints,
  removeOldCheckpoints,
  type SavedState,
  writeCheckpoint,
} from './run-checkpoints.ts';
import { makeFolder, requireEmpty, requireNoWeights } from './run-folder.ts';
import { lockFolder } from './run-lock.ts';
import { appendLog, type RunRecord, readLog, replaceLog } from './run-log.ts';
import { requireSame } from './same-settings.ts';
import { createTrainingError, isNotFinite } from './training-error.ts';

export type { Counters };

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

/** A run on disk: a log of one JSON object a line, and checkpoints that are complete or not there. */
export interface TrainingRun<State extends Counters = Counters> {
  /** Counters of the checkpoint that was resumed; `undefined` for a run from the beginning. */
  readonly resumed: State | undefined;
  /** To be told when the gradient of a step was computed and was a number: weights from before it are good. */
  learnt(step: number): void;
  /** Appends a line; every line has a `step`. */
  log(record: RunRecord): Promise<void>;
  /** Saves engine and counters where the step is due, or the `last`; once a step. */
  save(engine: Engine, state: State, last: boolean): Promise<void>;
  /** Returns the engine's path to the newest complete checkpoint; `undefined` if nothing is saved. */
  checkpoint(): string | undefined;
  /**
   * An error that names the step, the batch and the last good checkpoint: the newest one, or where a number is
   * not finite the newest that was trained on from.
   */
  failure(step: number, batch: string, cause: unknown): AtomMemError<'training-stopped'>;
  /** Gives the folder free for another process. */
  close(): Promise<void>;
}

/** A checkpoint on disk, by the engine's path to it. */
interface Kept {
  readonly step: number;
  readonly engine: string;
}

/**
 * Opens a run's folder, and loads weights, optimizer and counters where it is resumed. Lines that the log
 * holds beyond the checkpoint are dropped: their steps are taken again.
 *
 * @throws Error where the folder holds a run and `resume` is not set, or one with other settings, or weights
 *   that no run of it made; where another process trains in it; where its files are damaged
 */
export async function openTrainingRun<State extends Counters = Counters>(
  engine: Engine,
  settings: JsonObject,
  options: RunOptions,
): Promise<TrainingRun<State>> {
  const directory = await makeFolder(options.directory);
  requireNoWeights(options.directory);
  const unlock = await lockFolder(directory);
  try {
    const before = await enterFolder(directory, engine, settings, options);
    return trainingRun(before, { directory, settings, unlock, options });
  } catch (error) {
    await unlock();
    throw error;
  }
}

/** What an earlier part of the run left: its newest checkpoints, the newest first. */
async function enterFolder(
  directory: string,
  engine: Engine,
  settings: JsonObject,
  { directory: given, resume = false, checkpointEvery }: RunOptions,
): Promise<readonly SavedState[]> {
  const logFile = join(directory, 'log.jsonl');
  const lines = await readLog(logFile);
  const before = await completeCheckpoints(join(directory, 'checkpoints'), 2);
  const [newest] = before;
  const kept = existsSync(join(directory, 'best'));
  if (!resume && (newest !== undefined || lines.length > 0 || kept)) {
    throw new Error(`${given} holds a run: resume it, or give another folder`);
  }
  if (!resume) await requireEmpty(given);
  // One that was evaluated before its first checkpoint begins anew.
  if (newest === undefined && kept && ((await bestStep(directory)) ?? Infinity) > checkpointEvery) {
    throw new Error(`${given} holds weights of a run whose checkpoints are gone: give another folder`);
  }
  if (newest !== undefined) {
    requireSame(newest.settings, settings, given);
    await loadNewest(engine, newest);
  }
  const resumedStep = newest?.counters.step ?? 0;
  await replaceLog(
    logFile,
    lines.filter(({ step }) => step <= resumedStep),
  );
  return before;
}

function trainingRun<State extends Counters>(
  before: readonly SavedState[],
  {
    directory,
    settings,
    unlock,
    options: { checkpointEvery, keepCheckpoints = 2 },
  }: {
    readonly directory: string;
    readonly settings: JsonObject;
    readonly unlock: () => Promise<void>;
    readonly options: RunOptions;
  },
): TrainingRun<State> {
  const checkpoints = join(directory, 'checkpoints');
  const [resumed, older] = before.map(({ counters, engine }): Kept => ({ step: counters.step, engine }));
  let newest = resumed;
  // Of a checkpoint it is not known whether its weights give numbers until a step from it was taken.
  let good = older;
  return {
    resumed: before[0]?.counters as State | undefined,
    learnt(step) {
      if (newest !== undefined && newest.step < step) good = newest;
    },
    log: (record) => appendLog(join(directory, 'log.jsonl'), record),
    async save(engine, counters, last) {
      const { step } = counters;
      if (step === newest?.step || (!last && step % checkpointEvery !== 0)) return;
      const state = { settings, counters };
      newest = { step, engine: await writeCheckpoint(checkpoints, state, (path) => engine.save(path)) };
      await removeOldCheckpoints(checkpoints, keepCheckpoints, good?.step);
    },
    checkpoint: () => newest?.engine,
    failure(step, batch, cause) {
      const last = isNotFinite(cause) ? good : newest;
      return createTrainingError(step, { batch, checkpoint: last?.engine ?? null, cause });
    },
    close: unlock,
  };
}

async function loadNewest(engine: Engine, { engine: path }: SavedState): Promise<void> {
  await engine.load(path).catch((cause: unknown) => {
    if (!AtomMemError.isInstance(cause, 'bad-checkpoint')) throw cause;
    const remedy = `To go on from the checkpoint before, delete ${dirname(path)}`;
    throw new Error(`${cause.message} ${remedy}`, { cause });
  });
}

/** @throws Error if a run was stopped before its first step, so that it has no weights to give */
export function requireCheckpoint(checkpoint: string | undefined, directory: string): string {
  if (checkpoint !== undefined) return checkpoint;
  throw new Error(`${directory} has no checkpoint: the run was stopped before its first step`);
}
