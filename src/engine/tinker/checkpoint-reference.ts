/**
 * Local folders that refer to checkpoints on a server.
 *
 * @module
 */

import { mkdir, readFile, rename, writeFile } from 'node:fs/promises';
import { join, resolve } from 'node:path';
import { z } from 'zod';
import { engineError } from '../engine-error.ts';

/**
 * A reference to a checkpoint on a server, stored in a local folder. The weights stay on the server, and
 * paths, folders and resuming work as with a local engine.
 */
export interface CheckpointReference {
  /** `tinker://…` */
  readonly path: string;
  /** Whether to load the optimizer state too. */
  readonly optimizer: boolean;
  /** Name of the base model. */
  readonly model: string;
}

const FILE = 'tinker.json';
const FORMAT = z.object({
  format: z.literal('atommem-tinker/1'),
  path: z.string().startsWith('tinker://'),
  optimizer: z.boolean(),
  model: z.string(),
});

/** Writes the folder and returns its absolute path. */
export async function writeReference(folder: string, reference: CheckpointReference): Promise<string> {
  const file = join(folder, FILE);
  await mkdir(folder, { recursive: true });
  const text = JSON.stringify({ format: 'atommem-tinker/1', ...reference }, null, 2);
  await writeFile(`${file}.new`, `${text}\n`);
  await rename(`${file}.new`, file);
  return resolve(folder);
}

/**
 * Checks that a folder does not hold a checkpoint.
 *
 * @throws AtomMemError `checkpoint-exists`
 */
export async function requireFree(folder: string): Promise<void> {
  const found = await readFile(join(folder, FILE)).catch(() => undefined);
  if (found === undefined) return;
  throw engineError(
    'checkpoint-exists',
    `${folder} holds a checkpoint`,
    `set overwrite or choose another path`,
  );
}

/**
 * Reads the reference in a folder, or turns a `tinker://` path into one.
 *
 * @throws AtomMemError `bad-checkpoint`
 */
export async function readReference(path: string, model: string): Promise<CheckpointReference> {
  if (path.startsWith('tinker://')) return { path, optimizer: true, model };
  const text = await readFile(join(path, FILE), 'utf8').catch((cause: unknown) => {
    const remedy = 'give a folder that this engine saved, or a tinker:// path';
    throw engineError('bad-checkpoint', `${path} has no ${FILE}`, remedy, { cause });
  });
  const reference = FORMAT.safeParse(parse(text));
  if (!reference.success)
    throw engineError('bad-checkpoint', `${join(path, FILE)} is damaged`, `load an earlier checkpoint`);
  const found = reference.data.model;
  if (found === model) return reference.data;
  throw engineError(
    'bad-checkpoint',
    `${path} belongs to model ${found}, but this engine trains ${model}`,
    `load a checkpoint of ${model}`,
  );
}

function parse(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
