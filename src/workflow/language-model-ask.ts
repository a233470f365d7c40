import { generateText, type LanguageModel } from 'ai';
import { attemptCall, type Patience } from '../policy/model-attempts.ts';
import { modelFailure } from '../policy/model-failure.ts';
import { NO_USAGE } from '../policy/policy.ts';
import type { Ask, AskOptions, AskResult } from './ask.ts';

export interface LanguageModelAskOptions extends Patience {
  /** Any model of the AI SDK; `openAICompatibleModel` makes one from an address. */
  readonly model: LanguageModel;
  /** Default 0: fixed workflows are baselines, and the same prompt should give the same reply. */
  readonly temperature?: number;
  /** Default 1. */
  readonly topP?: number;
  /** Most tokens of a reply where the workflow names no limit. Default 4096 (as the policy's). */
  readonly maxOutputTokens?: number;
}

/**
 * Lets workflows ask a model of the AI SDK, with the retries and failures of `languageModelPolicy`.
 *
 * @example
 * import { openAICompatibleModel } from 'atommem/ai';
 *
 * const ask = languageModelAsk({ model: openAICompatibleModel({ model: 'qwen3-8b', baseURL }) });
 * const workflow = createWorkflow('mem0-classic', { ask });
 */
export function languageModelAsk(options: LanguageModelAskOptions): Ask {
  return async (_role, messages, request) => {
    const attempt = (within: AbortSignal): Promise<AskResult> => generate(options, messages, request, within);
    const result = await attemptCall(attempt, options, request.signal);
    const modelCalls = result.attempts;
    if ('failure' in result) return { text: '', usage: { ...NO_USAGE, modelCalls }, failure: result.failure };
    return { ...result.value, usage: { ...result.value.usage, modelCalls } };
  };
}

async function generate(
  options: LanguageModelAskOptions,
  prompt: Parameters<Ask>[1],
  request: AskOptions,
  abortSignal: AbortSignal,
): Promise<AskResult> {
  const { model, temperature = 0, topP = 1, maxOutputTokens = 4096 } = options;
  const instructions = prompt.find(({ role }) => role === 'system')?.content;
  const messages = prompt.flatMap(({ role, content }) => (role === 'system' ? [] : [{ role, content }]));
  const { text, finishReason, usage } = await generateText({
    model,
    messages,
    temperature,
    topP,
    maxOutputTokens: request.maxOutputTokens ?? maxOutputTokens,
    abortSignal,
    maxRetries: 0,
    telemetry: { isEnabled: false, functionId: 'atommem.workflow' },
    ...(instructions !== undefined && { instructions }),
  });
  const withheld = finishReason === 'content-filter' && text === '';
  return {
    text,
    cut: finishReason === 'length',
    usage: {
      modelCalls: 1,
      promptTokens: usage.inputTokens ?? 0,
      cachedTokens: usage.inputTokenDetails.cacheReadTokens ?? 0,
      completionTokens: usage.outputTokens ?? 0,
    },
    ...(withheld && {
      failure: modelFailure('refused', 'the model server withheld the reply (content filter)'),
    }),
  };
}
