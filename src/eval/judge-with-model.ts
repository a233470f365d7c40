/**
 * A judge from an AI SDK model.
 *
 * @module
 */
import { generateText, type LanguageModel } from 'ai';
import { attemptCall } from '../policy/model-attempts.ts';
import type { AskJudge } from '../score/judge.ts';

/** Time limit of one verdict, in milliseconds. */
const TIME_LIMIT = 120_000;

/**
 * Makes a judge of any AI SDK model. It samples at temperature 0 and retries like a policy. If the model fails, the
 * judge rejects, and `judgeAnswer` counts the answer as unjudged.
 *
 * @example
 * const ask = judgeWithModel(openAICompatible({ model: 'deepseek-chat', baseURL }));
 */
export function judgeWithModel(model: LanguageModel): AskJudge {
  return async (prompt, signal) => {
    const call = async (within: AbortSignal): Promise<string> => {
      const { text } = await generateText({
        model,
        prompt,
        temperature: 0,
        maxRetries: 0,
        abortSignal: within,
        telemetry: { isEnabled: false },
      });
      return text;
    };
    const result = await attemptCall(call, { timeout: TIME_LIMIT }, signal);
    if ('failure' in result) throw new Error(result.failure.message);
    return result.value;
  };
}
