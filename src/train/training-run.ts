/**
 * Training runs on disk.
 *
 * @module
 */
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

/** Folder, resumption and checkpoints of a run. */
export interface RunOptions {
  /** Folder of `log.jsonl` and `checkpoints/`. */
  readonly directory: string;
  /**
   * Whether to resume from the newest complete checkpoint. Without one, the run starts from the beginning.
   * Default false.
   */
  readonly resume?: boolean;
  /** Steps between checkpoints. The last step is always saved. */
  readonly checkpointEvery: number;
  /** Number of newest checkpoints to keep. Default 2. */
  readonly keepCheckpoints?: number;
}

/** A run on disk: a JSONL log, and checkpoints that are complete or ignored. */
export interface TrainingRun<State extends Counters = Counters> {
  /** Counters of the resumed checkpoint, or `undefined` for a new run. */
  readonly resumed: State | undefined;
  /** Records that the gradient of a step was finite, so the weights before it are good. */
  learnt(step: number): void;
  /** Appends a line to the log. */
  log(record: RunRecord): Promise<void>;
  /** Saves engine and counters if the step requires a checkpoint or is the last. Saves a step only once. */
  save(engine: Pick<Engine, 'save'>, state: State, last: boolean): Promise<void>;
  /** Returns the engine's path to the newest complete checkpoint, or `undefined` if nothing is saved. */
  checkpoint(): string | undefined;
  /**
   * Creates an error that names the step, the batch and the last good checkpoint. If a number is not
   * finite, that is the newest checkpoint from which a step was taken. Otherwise it is the newest one.
   */
  failure(step: number, batch: string, cause: unknown): AtomMemError<'training-stopped'>;
  /** Unlocks the folder. */
  close(): Promise<void>;
}

/** A checkpoint on disk. */
interface Kept {
  readonly step: number;
  readonly engine: string;
}

/**
 * Opens a run's folder. If the run is resumed, loads weights, optimizer and counters, and drops log lines
 * after the checkpoint, because their steps are repeated.
 *
 * @throws AtomMemError `run-exists` if the folder holds a run and `resume` is not set, or other files;
 * `other-settings` if the run has other settings; `run-locked` if another process trains in it;
 * `malformed-record` or `bad-checkpoint` if its files are damaged
 */
export async function openTrainingRun<State extends Counters = Counters>(
  engine: Pick<Engine, 'load'>,
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

/** Checks the folder and loads the newest checkpoint. Returns the newest checkpoints, newest first. */
async function enterFolder(
  directory: string,
  engine: Pick<Engine, 'load'>,
  settings: JsonObject,
  { directory: given, resume = false, checkpointEvery }: RunOptions,
): Promise<readonly SavedState[]> {
  const logFile = join(directory, 'log.jsonl');
  const lines = await readLog(logFile);
  const before = await completeCheckpoints(join(directory, 'checkpoints'), 2);
  const [newest] = before;
  const kept = existsSync(join(directory, 'best'));
  if (!resume && (newest !== undefined || lines.length > 0 || kept)) {
    throw new AtomMemError('run-exists', {
      problem: `${given} holds a run`,
      remedy: 'Resume it or use another folder',
      details: { path: given },
    });
  }
  if (!resume) await requireEmpty(given);
  // A run that was evaluated before its first checkpoint starts over.
  if (newest === undefined && kept && ((await bestStep(directory)) ?? Infinity) > checkpointEvery) {
    throw new AtomMemError('run-exists', {
      problem: `${given} holds weights of a run whose checkpoints are missing`,
      remedy: 'Use another folder',
      details: { path: given },
    });
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
  // The weights of a checkpoint are known to be finite only after a step from it.
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

async function loadNewest(engine: Pick<Engine, 'load'>, { engine: path }: SavedState): Promise<void> {
  await engine.load(path).catch((cause: unknown) => {
    if (!AtomMemError.isInstance(cause, 'bad-checkpoint')) throw cause;
    throw new AtomMemError('bad-checkpoint', {
      problem: cause.message,
      remedy: `To resume from the previous checkpoint, delete ${dirname(path)}`,
      cause,
    });
  });
}

/**
 * Returns the path of a checkpoint.
 *
 * @throws AtomMemError `no-checkpoint` if the run was stopped before its first step and has no weights
 */
export function requireCheckpoint(checkpoint: string | undefined, directory: string): string {
  if (checkpoint !== undefined) return checkpoint;
  throw new AtomMemError('no-checkpoint', {
    problem: `${directory} has no checkpoint: the run was stopped before its first step`,
    remedy: 'Start it again',
    details: { path: directory },
  });
}
