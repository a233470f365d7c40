/**
 * Reads and writes the checkpoint folders of local engines.
 *
 * @module
 */

import { existsSync } from 'node:fs';
import { mkdir, mkdtemp, readFile, rename, rm, writeFile } from 'node:fs/promises';
import { basename, dirname, join, resolve } from 'node:path';
import { z } from 'zod';
import type { AtomMemError } from '../../shared/error.ts';
import type { LoadOptions, Vocabulary } from '../engine.ts';
import { engineError, engineErrorFrom } from '../engine-error.ts';
import { checkModelConfig, type ModelConfig } from './model-config.ts';
import { layOutParameters } from './parameter-layout.ts';
import { decodeSafetensors, encodeSafetensors, type Tensor } from './safetensors.ts';
import { vocabularyProblem } from './vocabulary-problem.ts';

/** The saved state of a local engine. */
export interface Checkpoint {
  readonly model: ModelConfig;
  readonly vocabulary: Vocabulary;
  readonly weights: ReadonlyMap<string, Tensor>;
  readonly optimizer?: OptimizerState;
}

export interface OptimizerState {
  /** Number of updates so far. */
  readonly updates: number;
  readonly moment1: ReadonlyMap<string, Tensor>;
  readonly moment2: ReadonlyMap<string, Tensor>;
}

const CONFIG = 'config.json';
const TOKENIZER = 'tokenizer.json';
const WEIGHTS = 'model.safetensors';
const OPTIMIZER = 'optimizer.safetensors';
const FORMAT = 'atommem-engine/1';

/**
 * Writes a folder with config, tokenizer, weights and, if given, optimizer state. The folder appears
 * complete or not at all.
 *
 * @throws AtomMemError `checkpoint-exists` if the path exists and `overwrite` is false
 */
export async function writeCheckpoint(
  path: string,
  checkpoint: Checkpoint,
  overwrite: boolean,
): Promise<string> {
  const target = resolve(path);
  if (existsSync(target) && !overwrite) {
    const remedy = 'choose another path or set overwrite';
    throw engineError('checkpoint-exists', `${target}: the path already exists`, remedy);
  }
  await mkdir(dirname(target), { recursive: true });
  const partial = await mkdtemp(join(dirname(target), `.${basename(target)}-`));
  try {
    for (const [name, content] of createFiles(checkpoint)) {
      await writeFile(join(partial, name), content, { flush: true });
    }
    await replaceFolder(partial, target);
  } catch (error) {
    await rm(partial, { recursive: true, force: true });
    throw error;
  }
  return target;
}

/**
 * Reads a folder written by `writeCheckpoint` and checks every tensor against the configuration. With
 * `optimizer: false`, the optimizer file is not read, even if it is damaged or missing.
 *
 * @throws AtomMemError `bad-checkpoint`
 */
export async function readCheckpoint(
  path: string,
  { optimizer: wanted = true }: LoadOptions = {},
): Promise<Checkpoint> {
  const target = resolve(path);
  const config = await readJson(join(target, CONFIG));
  const model = checkConfig(config, join(target, CONFIG));
  const vocabulary = checkVocabulary(await readJson(join(target, TOKENIZER)), model, join(target, TOKENIZER));
  const weights = decodeSafetensors(await readBytes(join(target, WEIGHTS)), join(target, WEIGHTS)).tensors;
  checkTensors(weights, model, '', join(target, WEIGHTS));
  const base = { model, vocabulary, weights };
  if (!wanted) return base;
  const optimizer = join(target, OPTIMIZER);
  if (existsSync(optimizer)) return { ...base, optimizer: await readOptimizer(optimizer, model) };
  // An optimizer that was never saved starts afresh. A lost one is an error.
  if ((config as { optimizer?: unknown }).optimizer !== true) return base;
  const remedy = 'take another checkpoint, or load it without the optimizer';
  throw engineError('bad-checkpoint', `${optimizer}: the optimizer state is missing`, remedy);
}

function createFiles({
  model,
  vocabulary,
  weights,
  optimizer,
}: Checkpoint): readonly [string, string | Uint8Array][] {
  const files: [string, string | Uint8Array][] = [
    [CONFIG, `${JSON.stringify({ format: FORMAT, model, optimizer: optimizer !== undefined }, null, 2)}\n`],
    [TOKENIZER, `${JSON.stringify(vocabulary, null, 2)}\n`],
    [WEIGHTS, encodeSafetensors({ tensors: weights, metadata: { format: FORMAT } })],
  ];
  if (optimizer === undefined) return files;
  const named = (prefix: string, tensors: ReadonlyMap<string, Tensor>): [string, Tensor][] =>
    [...tensors].map(([name, tensor]) => [prefix + name, tensor]);
  const tensors = new Map([...named('moment1.', optimizer.moment1), ...named('moment2.', optimizer.moment2)]);
  files.push([OPTIMIZER, encodeSafetensors({ tensors, metadata: { updates: String(optimizer.updates) } })]);
  return files;
}

async function readOptimizer(path: string, model: ModelConfig): Promise<OptimizerState> {
  const { tensors, metadata } = decodeSafetensors(await readBytes(path), path);
  const updates = Number(metadata.updates);
  if (!Number.isInteger(updates) || updates < 0) {
    throw damaged(path, `updates is ${metadata.updates}`);
  }
  const moment = (prefix: string): ReadonlyMap<string, Tensor> => {
    checkTensors(tensors, model, prefix, path);
    const own = [...tensors].filter(([name]) => name.startsWith(prefix));
    return new Map(own.map(([name, tensor]) => [name.slice(prefix.length), tensor]));
  };
  return { updates, moment1: moment('moment1.'), moment2: moment('moment2.') };
}

function checkConfig(config: unknown, path: string): ModelConfig {
  const { format, model } = (config ?? {}) as { format?: unknown; model?: ModelConfig };
  if (format !== FORMAT) {
    const problem = `format is ${JSON.stringify(format)}, expected "${FORMAT}"`;
    throw damaged(path, problem);
  }
  try {
    checkModelConfig(model ?? ({} as ModelConfig));
    return model!;
  } catch (cause) {
    const problem = cause instanceof Error ? cause.message : String(cause);
    throw engineErrorFrom('bad-checkpoint', `${path}: ${problem}`, { cause });
  }
}

const VOCABULARY = z.object({
  size: z.number(),
  tokens: z.array(z.string()).optional(),
  tokenizer: z.string().optional(),
});

function checkVocabulary(found: unknown, model: ModelConfig, path: string): Vocabulary {
  const vocabulary = VOCABULARY.safeParse(found).data;
  if (vocabulary === undefined) throw damaged(path, 'it is not a vocabulary');
  const { size, tokens, tokenizer } = vocabulary;
  const read = { size, ...(tokens && { tokens }), ...(tokenizer !== undefined && { tokenizer }) };
  const problem = vocabularyProblem(read, model);
  if (problem !== undefined) throw damaged(path, problem);
  return read;
}

/** Checks that every tensor of the model is present, has its shape and is finite. */
function checkTensors(
  tensors: ReadonlyMap<string, Tensor>,
  model: ModelConfig,
  prefix: string,
  path: string,
): void {
  for (const { name, shape } of layOutParameters(model).tensors) {
    const title = `tensor "${prefix}${name}"`;
    const found = tensors.get(prefix + name);
    if (found?.shape.join() !== shape.join()) {
      const problem = found === undefined ? 'is missing' : `is [${found.shape}]`;
      throw damaged(path, `${title} ${problem}, but the configuration needs [${shape}]`);
    }
    const place = found.values.findIndex((value) => !Number.isFinite(value));
    if (place >= 0) throw damaged(path, `${title} holds ${found.values[place]} at index ${place}`);
  }
}

function damaged(path: string, problem: string): AtomMemError {
  return engineError('bad-checkpoint', `${path}: ${problem}`, `take another checkpoint`);
}

/** Moves a finished folder to its place. An older folder is deleted only afterwards. */
async function replaceFolder(finished: string, target: string): Promise<void> {
  if (!existsSync(target)) return rename(finished, target);
  const old = `${finished}.old`;
  await rename(target, old);
  await rename(finished, target);
  await rm(old, { recursive: true, force: true });
}

async function readBytes(path: string): Promise<Uint8Array> {
  try {
    return await readFile(path);
  } catch (cause) {
    throw engineError('bad-checkpoint', `${path}: cannot be read`, `is this a checkpoint folder?`, {
      cause,
    });
  }
}

async function readJson(path: string): Promise<unknown> {
  const text = Buffer.from(await readBytes(path)).toString();
  try {
    return JSON.parse(text);
  } catch (cause) {
    throw engineError('bad-checkpoint', `${path}: not JSON`, `take another checkpoint`, { cause });
  }
}
