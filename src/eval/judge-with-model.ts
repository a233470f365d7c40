import { generateText, type LanguageModel } from 'ai';
import { attemptCall } from '../policy/model-attempts.ts';
import type { AskJudge } from '../score/judge.ts';

/** Milliseconds for one verdict. */
const TIME_LIMIT = 120_000;

/**
 * A judge from any AI SDK model, asked at temperature 0, retried like a policy's calls. It rejects with one
 * line when the model cannot be had: `judgeAnswer` then counts the answer as unjudged.
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
