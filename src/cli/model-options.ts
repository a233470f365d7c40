import type { LanguageModel } from 'ai';
import type { Command } from 'commander';
import { type ModelConfig, modelFields } from '../ai/model-config.ts';
import { addFieldFlags } from './config-flags.ts';
import { usageError } from './usage-error.ts';

/** Options of every command that may call a language model. */
export type ModelFlags = ModelConfig;

/** Adds the flags of `modelFields`. */
export function addModelOptions(command: Command): Command {
  return addFieldFlags(command, modelFields);
}

/** The key for model and embedding servers. It is never printed, logged or recorded. */
export function apiKey(environment: NodeJS.ProcessEnv): string | undefined {
  return environment.ATOMMEM_API_KEY ?? environment.OPENAI_API_KEY;
}

/** The model that the options name. */
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
  const { openAICompatibleModel } = await import('../ai/openai-compatible.ts');
  const key = apiKey(environment);
  return openAICompatibleModel({
    model: flags.model,
    baseURL: flags.baseUrl,
    ...(key !== undefined && { apiKey: key }),
  });
}
