/**
 * Reads the sizes of a model from its local folder.
 *
 * @module
 */

import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { z } from 'zod';
import { engineError } from '../engine-error.ts';

/** Sizes found in a model's folder. Empty if the model is not a local folder. */
export interface ModelFolder {
  readonly vocabularySize?: number;
  readonly context?: number;
}

const SIZES = {
  vocab_size: z.number().optional(),
  max_position_embeddings: z.number().optional(),
};
/** Multimodal models keep the sizes of the text part in `text_config`. */
const CONFIG = z.object({ ...SIZES, text_config: z.object(SIZES).optional() });

/**
 * Reads the sizes in a model's `config.json`.
 *
 * @throws AtomMemError `bad-config` if the file is invalid
 */
export async function readModelFolder(model: string): Promise<ModelFolder> {
  const file = join(model, 'config.json');
  const text = await readFile(file, 'utf8').catch(() => '{}');
  const config = CONFIG.safeParse(parse(text));
  if (!config.success)
    throw engineError('bad-config', `${file} is not a model configuration`, `correct it or remove it`);
  const { text_config: inner, ...outer } = config.data;
  return {
    vocabularySize: outer.vocab_size ?? inner?.vocab_size,
    context: outer.max_position_embeddings ?? inner?.max_position_embeddings,
  };
}

function parse(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
