import { mkdir, readdir, readFile, rename, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { z } from 'zod';
import type { JsonObject, JsonValue } from '../shared/json.ts';

/** What a run must hold beside weights and optimizer to go on as if it had never stopped. */
export type Counters = { readonly step: number } & { readonly [name: string]: number };

/** A complete checkpoint of a run. */
export interface SavedState {
  readonly settings: JsonObject;
  readonly counters: Counters;
  /** The engine's path to its part. */
  readonly engine: string;
}

const STATE = 'state.json';
/** Stands for the checkpoint's own folder. */
const HERE = '<folder>';

const STATE_SHAPE = z.object({
  settings: z.record(z.string(), z.json()),
  counters: z.intersection(z.object({ step: z.number() }), z.record(z.string(), z.number())),
  engine: z.string(),
});

/**
 * The complete checkpoints of a `checkpoints/` folder, the newest first; at most `most`.
 *
 * @throws Error where the newest is damaged; older ones that are, are left out
 */
export async function completeCheckpoints(checkpoints: string, most: number): Promise<readonly SavedState[]> {
  const found: SavedState[] = [];
  for (const name of (await stepFolders(checkpoints)).reverse()) {
    if (found.length === most) break;
    const folder = join(checkpoints, name);
    const text = await readFile(join(folder, STATE), 'utf8').catch(() => undefined);
    // A run that was killed while it saved left no state behind.
    if (text === undefined) continue;
    const state = STATE_SHAPE.safeParse(parsed(text));
    if (!state.success && found.length > 0) continue;
    if (!state.success) {
      throw new Error(
        `${join(folder, STATE)} is damaged: delete ${folder} to go on from the checkpoint before it`,
      );
    }
    found.push({ ...state.data, engine: state.data.engine.replace(HERE, () => folder) });
  }
  return found;
}

/** The newest complete checkpoint of a run's `checkpoints/` folder. */
export async function newestCheckpoint(checkpoints: string): Promise<SavedState | undefined> {
  return (await completeCheckpoints(checkpoints, 1))[0];
}

/**
 * Writes a checkpoint that is complete or not there.
 *
 * @param saveEngine saves the engine's part to a path that is free, and returns the engine's own path to it.
 * @returns that path
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
  // A path inside the folder is relative to it, so that a run can be moved. Written last and whole: a folder
  // without it is no checkpoint.
  const saved: SavedState = { ...state, engine: engine.replace(folder, () => HERE) };
  await writeWhole(join(folder, STATE), JSON.stringify(saved, null, 2));
  return engine;
}

/** Removes all but the newest `keep` checkpoints, and that of step `alsoKeep`. */
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

/** Writes a file that is whole or not there. */
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
