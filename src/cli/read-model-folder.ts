/**
 * Reads the tokenizer files of a model folder.
 * @module
 */

import { readFile } from 'node:fs/promises';
import { basename, join, resolve } from 'node:path';
import type { ModelFiles } from '../policy/chat-tokenizer.ts';
import type { JsonObject } from '../shared/json.ts';

/**
 * Reads the files of a model folder that affect its tokens: `tokenizer.json` and, if present,
 * `tokenizer_config.json`, `chat_template.jinja`, `config.json` and `generation_config.json`.
 *
 * @throws Error with one line that names the missing or malformed file
 */
export async function readModelFolder(folder: string): Promise<ModelFiles> {
  const tokenizer = await readObject(join(folder, 'tokenizer.json'));
  if (tokenizer === undefined) {
    throw new Error(`${folder}: holds no tokenizer.json; give the folder of a Hugging Face model`);
  }
  const tokenizerConfig = await readObject(join(folder, 'tokenizer_config.json'));
  const chatTemplate = await readText(join(folder, 'chat_template.jinja'));
  const config = await readObject(join(folder, 'config.json'));
  const generation = await readObject(join(folder, 'generation_config.json'));
  const { vocab_size: size, text_config: inner } = config ?? {};
  const vocabularySize = size ?? (inner as JsonObject | undefined)?.vocab_size;
  const end = [generation?.eos_token_id ?? []].flat().filter((id) => typeof id === 'number');
  return {
    name: basename(resolve(folder)),
    tokenizer,
    ...(tokenizerConfig && { tokenizerConfig }),
    ...(chatTemplate !== undefined && { chatTemplate }),
    ...(typeof vocabularySize === 'number' && { vocabularySize }),
    endIds: end,
  };
}

async function readText(path: string): Promise<string | undefined> {
  return readFile(path, 'utf8').catch((cause: NodeJS.ErrnoException) => {
    if (cause.code === 'ENOENT') return undefined;
    throw new Error(`${path}: cannot be read (${cause.code})`);
  });
}

async function readObject(path: string): Promise<JsonObject | undefined> {
  const text = await readText(path);
  if (text === undefined) return undefined;
  try {
    const value: unknown = JSON.parse(text);
    if (typeof value === 'object' && value !== null && !Array.isArray(value)) return value as JsonObject;
  } catch {}
  throw new Error(`${path}: is not a JSON object`);
}
