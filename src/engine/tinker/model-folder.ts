import { readFile } from 'node:fs/promises';
import { join } from 'node:path';

/** What a model's folder says of it; nothing where the model is not a folder of this machine. */
export interface ModelFolder {
  readonly vocabularySize?: number;
  readonly context?: number;
}

export async function readModelFolder(model: string): Promise<ModelFolder> {
  const text = await readFile(join(model, 'config.json'), 'utf8').catch(() => '{}');
  const config: unknown = JSON.parse(text);
  const count = (name: string): number | undefined => {
    const value = (config as Readonly<Record<string, unknown>>)[name];
    return typeof value === 'number' ? value : undefined;
  };
  const [vocabularySize, context] = [count('vocab_size'), count('max_position_embeddings')];
  return {
    ...(vocabularySize !== undefined && { vocabularySize }),
    ...(context !== undefined && { context }),
  };
}
