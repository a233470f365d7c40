/**
 * `languageModelAsk`: workflows ask a model of the AI SDK.
 *
 * @module
 */
import type { LanguageModel } from 'ai';
import { generateReply } from '../policy/generate-reply.ts';
import { attemptCall, DEFAULT_RETRIES, type Patience } from '../policy/model-attempts.ts';
import { NO_USAGE } from '../policy/policy.ts';
import type { Ask } from './ask.ts';

/** Options of `languageModelAsk`. */
export interface LanguageModelAskOptions extends Patience {
  /** Any model of the AI SDK. `openAICompatible` makes one from an address. */
  readonly model: LanguageModel;
  /** Default 0: workflows are baselines, and the same prompt should give the same reply. */
  readonly temperature?: number;
  /** Default 1. */
  readonly topP?: number;
  /** Largest number of tokens in a reply, if the workflow sets none. Default 4096, as for the policy. */
  readonly maxOutputTokens?: number;
  /** Counts the tokens of a text, to notice servers that cut prompts. Default: an estimate. */
  readonly countTokens?: (text: string) => number;
}

/**
 * Creates an `Ask` over a model of the AI SDK, with the retries and failures of `languageModelPolicy`.
 *
 * @example
 * const workflow = createWorkflow('mem0-classic', { ask: languageModelAsk({ model }) });
 */
export function languageModelAsk(options: LanguageModelAskOptions): Ask {
  const { model, temperature = 0, topP = 1, maxOutputTokens = 4096, countTokens } = options;
  return async (_role, prompt, request) => {
    const { callsLeft = Number.POSITIVE_INFINITY } = request;
    const limit = request.maxOutputTokens ?? maxOutputTokens;
    const call = { model, prompt, temperature, topP, maxOutputTokens: limit, countTokens };
    const result = await attemptCall(
      (abortSignal) => generateReply({ ...call, abortSignal, functionId: 'atommem.workflow' }),
      { ...options, retries: Math.min(options.retries ?? DEFAULT_RETRIES, callsLeft - 1) },
      request.signal,
    );
    const modelCalls = result.attempts;
    if ('failure' in result) return { text: '', usage: { ...NO_USAGE, modelCalls }, failure: result.failure };
    const { text, cut, usage, issues, failure } = result.value;
    return { text, cut, issues, failure, usage: { ...usage, modelCalls } };
  };
}
