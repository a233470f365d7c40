import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { z } from 'zod';
import { EngineError } from '../engine-error.ts';

/** What a model's folder says of it; nothing where the model is not a folder of this machine. */
export interface ModelFolder {
  readonly vocabularySize?: number;
  readonly context?: number;
}

const SIZES = {
  vocab_size: z.number().optional(),
  max_position_embeddings: z.number().optional(),
};
/** Models that read more than text have the sizes of the text part in `text_config`. */
const CONFIG = z.object({ ...SIZES, text_config: z.object(SIZES).optional() });

/** @throws EngineError `bad-config` where its configuration cannot be read */
export async function readModelFolder(model: string): Promise<ModelFolder> {
  const file = join(model, 'config.json');
  const text = await readFile(file, 'utf8').catch(() => '{}');
  const config = CONFIG.safeParse(parse(text));
  if (!config.success)
    throw new EngineError('bad-config', `${file} is no model's configuration; correct it, or remove it.`);
  const { text_config: inner, ...outer } = config.data;
  const vocabularySize = outer.vocab_size ?? inner?.vocab_size;
  const context = outer.max_position_embeddings ?? inner?.max_position_embeddings;
  return {
    ...(vocabularySize !== undefined && { vocabularySize }),
    ...(context !== undefined && { context }),
  };
}

function parse(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
