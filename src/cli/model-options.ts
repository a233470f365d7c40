/**
 * Options of commands that call a language model, and the model that they name.
 *
 * @module
 */
import type { LanguageModel } from 'ai';
import type { Command } from 'commander';
import { type ModelConfig, modelFields } from '../ai/model-config.ts';
import { selectApiKey } from '../ai/select-api-key.ts';
import { addFieldFlags } from './config-flags.ts';
import { usageError } from './usage-error.ts';

/** Options of every command that may call a language model. */
export type ModelFlags = ModelConfig;

/** Adds the flags of `modelFields`. */
export function addModelOptions(command: Command): Command {
  return addFieldFlags(command, modelFields);
}

/** Connects the model that the options name. Its key comes from the environment and is never printed. */
export async function connectModel(
  flags: ModelFlags,
  environment: NodeJS.ProcessEnv,
): Promise<Exclude<LanguageModel, string>> {
  if (flags.model === undefined)
    throw usageError(
      'policy "model" needs a model',
      'Pass --model NAME --base-url URL, or --model gguf:FILE',
    );
  const path = readGgufPath(flags);
  if (path !== undefined) return openGguf(path, flags);
  if (flags.adapter !== undefined)
    throw usageError(
      `--adapter ${flags.adapter} needs --model gguf:FILE`,
      'Load the adapter in the model server',
    );
  if (flags.baseUrl === undefined) {
    throw usageError(
      `--model ${flags.model} needs --base-url`,
      'Pass a URL such as http://127.0.0.1:8000/v1',
    );
  }
  if (!URL.canParse(flags.baseUrl)) {
    throw usageError(
      `--base-url ${flags.baseUrl} is not a URL`,
      'Pass a URL such as http://127.0.0.1:8000/v1',
    );
  }
  const { requireModelPackages } = await import('../ai/require-model-packages.ts');
  await requireModelPackages('--model');
  const { openAICompatible } = await import('../ai/openai-compatible.ts');
  const apiKey = selectApiKey(flags.baseUrl, environment);
  return openAICompatible({ model: flags.model, baseURL: flags.baseUrl, apiKey });
}

/** Returns the path of `--model gguf:PATH`, or `undefined` if the model is on a server. */
export function readGgufPath({ model }: Pick<ModelFlags, 'model'>): string | undefined {
  const path = model?.startsWith(GGUF) ? model.slice(GGUF.length) : undefined;
  if (path === '') throw usageError('--model gguf: has no path', 'Pass --model gguf:FILE');
  return path;
}

const GGUF = 'gguf:';

/** Models in this process, by path and settings. Policies of one run share their weights. */
const opened = new Map<string, Promise<Exclude<LanguageModel, string>>>();

function openGguf(path: string, { adapter, context }: ModelFlags): Promise<Exclude<LanguageModel, string>> {
  const key = JSON.stringify([path, adapter ?? null, context ?? null]);
  const known = opened.get(key);
  if (known !== undefined) return known;
  const opening = import('../llama/llama-model.ts').then(async ({ llamaModel }) => {
    const model = llamaModel({ path, adapter, contextSize: context });
    // Loads now, so that a bad file is one error and not one for each step.
    await model.load();
    return model;
  });
  opened.set(key, opening);
  return opening;
}
