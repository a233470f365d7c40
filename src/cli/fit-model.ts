/**
 * Fits the flags of a command to the context of the model that they name.
 *
 * @module
 */
import { fitToContext, type RunSizes } from '../ai/fit-to-context.ts';
import { readContextSize } from '../ai/read-context-size.ts';
import { selectApiKey } from '../ai/select-api-key.ts';
import { type ModelFlags, readGgufPath } from './model-options.ts';
import type { Terminal } from './output.ts';

/**
 * Returns the flags with chunk, shown entries and reply fitted to the model's context, and reports a change in one
 * line on standard error. Without a model, or if its server reports no context, the flags are returned as they are.
 *
 * @throws AtomMemError `context-exceeded` if not even a small chunk fits
 */
export async function fitModel<Flags extends ModelFlags & RunSizes>(
  flags: Flags,
  { environment, stderr }: Terminal,
): Promise<Flags> {
  const context = flags.context ?? (await findContext(flags, environment));
  if (context === undefined) return flags;
  const { chunkSize, maxOutputTokens, k } = flags;
  const fitted = fitToContext({ chunkSize, maxOutputTokens, k }, context);
  const changes = [
    ...(fitted.chunkSize === chunkSize ? [] : [`--chunk-size ${fitted.chunkSize} (was ${chunkSize})`]),
    ...(fitted.k === k ? [] : [`-k ${fitted.k} (was ${k})`]),
    ...(fitted.maxOutputTokens === maxOutputTokens
      ? []
      : [`--max-output-tokens ${fitted.maxOutputTokens} (was ${maxOutputTokens})`]),
  ];
  if (changes.length === 0) return flags;
  stderr.write(`fitted to the model's context of ${context} tokens: ${changes.join(', ')}\n`);
  return { ...flags, ...fitted };
}

async function findContext(flags: ModelFlags, environment: NodeJS.ProcessEnv): Promise<number | undefined> {
  const path = readGgufPath(flags);
  if (path !== undefined) {
    const { readGgufHeader } = await import('../llama/gguf.ts');
    const { chooseContextSize } = await import('../llama/load-llama.ts');
    return chooseContextSize(await readGgufHeader(path), { path });
  }
  const { model, baseUrl } = flags;
  if (model === undefined || baseUrl === undefined || !URL.canParse(baseUrl)) return undefined;
  return readContextSize(baseUrl, model, selectApiKey(baseUrl, environment));
}
