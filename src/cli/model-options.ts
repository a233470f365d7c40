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
    throw usageError('policy "model" needs a model', 'Pass --model NAME --base-url URL');
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
