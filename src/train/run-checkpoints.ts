/**
 * Checkpoints of training runs.
 *
 * @module
 */

import { mkdir, readdir, readFile, rename, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { z } from 'zod';
import { AtomMemError } from '../shared/error.ts';
import type { JsonObject, JsonValue } from '../shared/json.ts';

/** State that a run needs to resume exactly, besides weights and optimizer. */
export type Counters = { readonly step: number } & { readonly [name: string]: number };

/** A complete checkpoint of a run. */
export interface SavedState {
  readonly settings: JsonObject;
  readonly counters: Counters;
  /** The engine's path to its part of the checkpoint. */
  readonly engine: string;
}

const STATE = 'state.json';
/** Placeholder for the checkpoint's folder. */
const HERE = '<folder>';

const STATE_SHAPE = z.object({
  settings: z.record(z.string(), z.json()),
  counters: z.intersection(z.object({ step: z.number() }), z.record(z.string(), z.number())),
  engine: z.string(),
});

/**
 * Returns the newest complete checkpoints of a `checkpoints/` folder, newest first, at most `most`.
 *
 * @throws AtomMemError `malformed-record` if the newest is damaged. Older damaged ones are skipped.
 */
export async function completeCheckpoints(checkpoints: string, most: number): Promise<readonly SavedState[]> {
  const found: SavedState[] = [];
  for (const name of (await stepFolders(checkpoints)).reverse()) {
    if (found.length === most) break;
    const folder = join(checkpoints, name);
    const text = await readFile(join(folder, STATE), 'utf8').catch(() => undefined);
    // A run killed during a save leaves no state file.
    if (text === undefined) continue;
    const state = STATE_SHAPE.safeParse(parsed(text));
    if (!state.success && found.length > 0) continue;
    if (!state.success) {
      const path = join(folder, STATE);
      throw new AtomMemError('malformed-record', {
        problem: `${path} is damaged`,
        remedy: `To resume from the previous checkpoint, delete ${folder}`,
        details: { path },
      });
    }
    found.push({ ...state.data, engine: state.data.engine.replace(HERE, () => folder) });
  }
  return found;
}

/** Returns the newest complete checkpoint of a `checkpoints/` folder. */
export async function newestCheckpoint(checkpoints: string): Promise<SavedState | undefined> {
  return (await completeCheckpoints(checkpoints, 1))[0];
}

/**
 * Writes a checkpoint that is either complete or ignored.
 *
 * @param saveEngine saves the engine's part to an unused path, and returns the engine's path to it
 * @returns the engine's path
 */
export async function writeCheckpoint(
  checkpoints: string,
  state: Pick<SavedState, 'settings' | 'counters'>,
  saveEngine: (path: string) => Promise<string>,
): Promise<string> {
  const folder = join(checkpoints, toFolderName(state.counters.step));
  await rm(folder, { recursive: true, force: true });
  await mkdir(folder, { recursive: true });
  const engine = await saveEngine(join(folder, 'engine'));
  // Paths inside the folder are stored relative to it, so that runs can be moved. The state is written last
  // and atomically. Without it, a folder is not a checkpoint.
  const saved: SavedState = { ...state, engine: engine.replace(folder, () => HERE) };
  await writeWhole(join(folder, STATE), JSON.stringify(saved, null, 2));
  return engine;
}

/** Removes all checkpoints but the newest `keep` and that of step `alsoKeep`. */
export async function removeOldCheckpoints(
  checkpoints: string,
  keep: number,
  alsoKeep?: number,
): Promise<void> {
  const spared = alsoKeep === undefined ? undefined : toFolderName(alsoKeep);
  for (const name of (await stepFolders(checkpoints)).slice(0, -keep)) {
    if (name !== spared) await rm(join(checkpoints, name), { recursive: true, force: true });
  }
}

/** Writes a file atomically. */
export async function writeWhole(file: string, text: string): Promise<void> {
  await writeFile(`${file}.new`, text);
  await rename(`${file}.new`, file);
}

function toFolderName(step: number): string {
  return `step-${String(step).padStart(6, '0')}`;
}

async function stepFolders(checkpoints: string): Promise<string[]> {
  const names = await readdir(checkpoints).catch(() => []);
  return names.filter((name) => /^step-\d+$/.test(name)).sort();
}

function parsed(text: string): JsonValue | undefined {
  try {
    return JSON.parse(text) as JsonValue;
  } catch {
    return undefined;
  }
}
