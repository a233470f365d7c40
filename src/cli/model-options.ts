import type { LanguageModel } from 'ai';
import { type Command, Option } from 'commander';
import { decimal, oneOf, wholeNumber } from './parse-number.ts';
import { usageError } from './usage-error.ts';

/** Options of every command that may call a language model. */
export interface ModelFlags {
  readonly model?: string;
  readonly baseUrl?: string;
  readonly codec: string;
  readonly promptShape: 'native' | 'flattened';
  readonly temperature: number;
  readonly topP: number;
  readonly maxOutputTokens: number;
  readonly timeout: number;
  readonly retries: number;
}

export function addModelOptions(command: Command): Command {
  return command
    .option('--model <name>', 'language model of an OpenAI-compatible server; its key from ATOMMEM_API_KEY')
    .option('--base-url <url>', 'the server, such as http://127.0.0.1:8000/v1')
    .option('--codec <name>', 'how operations are written: paper, atommem-8b, tool-calls', 'paper')
    .addOption(
      new Option('--prompt-shape <shape>', 'for atommem-8b: native, flattened')
        .default('native')
        .argParser(oneOf('--prompt-shape', ['native', 'flattened'])),
    )
    .addOption(
      new Option('--temperature <n>', 'sampling temperature (paper: 0.7)')
        .default(0.7)
        .argParser(decimal('--temperature', 0, 2)),
    )
    .addOption(new Option('--top-p <n>', 'nucleus').default(1).argParser(decimal('--top-p', 0, 1)))
    .addOption(
      new Option('--max-output-tokens <n>', 'tokens of a reply')
        .default(4096)
        .argParser(wholeNumber('--max-output-tokens', 1)),
    )
    .addOption(
      new Option('--timeout <seconds>', 'time limit of a model call')
        .default(120)
        .argParser(decimal('--timeout', 0.01, 86_400)),
    )
    .addOption(
      new Option('--retries <n>', 'further tries after 429, 5xx and network errors')
        .default(4)
        .argParser(wholeNumber('--retries', 0, 100)),
    );
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
