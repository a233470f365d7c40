/**
 * `languageModelPolicy`: a language model manages memory and acts in the task.
 *
 * @module
 */
import type { LanguageModel } from 'ai';
import type { Format } from '../format/format.ts';
import { type FormatName, resolveFormat } from '../format/resolve-format.ts';
import type { PromptMessage } from '../prompt/prompt-message.ts';
import type { Observation } from '../task/observation.ts';
import { addUsage } from './add-usage.ts';
import { askAgain, findFault } from './ask-again.ts';
import { type ConstrainBy, chooseConstrainBy, constrainModel } from './constrain-model.ts';
import { generateReply, type ModelAnswer } from './generate-reply.ts';
import { attemptCall, DEFAULT_RETRIES, type Patience } from './model-attempts.ts';
import { offerTools } from './offer-tools.ts';
import { type Failure, type ModelCall, NO_USAGE, type Policy, type Reply } from './policy.ts';
import { readReply } from './read-reply.ts';

/** Options of `languageModelPolicy`. */
export interface LanguageModelPolicyOptions extends Patience {
  /** Any model of the AI SDK. `openAICompatible` creates one from a URL. */
  readonly model: LanguageModel;
  /** Format of the model's operations, with the matching prompts. Default: `'tags'` (paper). */
  readonly format?: FormatName | Format;
  /** Default: 0.7 (paper, section 4.1). */
  readonly temperature?: number;
  /** Default: 1 (paper, section 4.1). */
  readonly topP?: number;
  /**
   * Maximum number of tokens in a reply, thoughts included. Default: 4096 (released code), and 256 in the format
   * `compact`.
   */
  readonly maxOutputTokens?: number;
  /**
   * Constrains replies to the format by a grammar or a JSON schema in each request, in the formats `compact` and
   * `json`. Default: `'grammar'` for `llamaModel`, else `'none'`, because some servers refuse a schema.
   */
  readonly constrain?: ConstrainBy;
  /**
   * Counts the tokens of a text, to detect servers that cut prompts. Default: an estimate from the number of
   * characters.
   */
  readonly countTokens?: (text: string) => number;
  /** Recorded in trajectories. Default: the model's own name. */
  readonly name?: string;
}

/**
 * Creates a policy that calls a language model once per step, without message history.
 *
 * An outside failure (no server, a refusal, a timeout, an abort) is returned as a reply with a `failure` and no
 * operations. `act` does not throw for it. Thoughts that the server returns separately from the reply are ignored.
 *
 * @throws AtomMemError `bad-option` for an unknown format.
 * @example
 * import { runEpisode } from 'atommem';
 *
 * const policy = languageModelPolicy({ model, format: 'tools' });
 * const trajectory = await runEpisode({ task, policy });
 */
export function languageModelPolicy(options: LanguageModelPolicyOptions): Policy {
  const { model, temperature = 0.7, topP = 1, countTokens } = options;
  const format = resolveFormat(options.format ?? 'tags');
  const { prompts } = format;
  const { maxOutputTokens = format.maxOutputTokens ?? 4096, constrain = chooseConstrainBy(model) } = options;
  const name = typeof model === 'string' ? model : model.modelId;
  return {
    name: options.name ?? name,
    unit: format.unit,
    settings: {
      model: name,
      codec: format.codec.name,
      prompts: prompts.version,
      ...{ temperature, topP, maxOutputTokens },
    },
    async act(observation, { view, capacity, callsLeft = Number.POSITIVE_INFINITY, signal }) {
      const shown = { view, capacity };
      const first = prompts.render(observation, shown);
      const tools = format.calls === 'native' ? offerTools(observation) : undefined;
      const allowed = format.constrain?.(observation, shown) ?? {};
      const constrained = await constrainModel(model, allowed, constrain);
      const call = async (prompt: readonly PromptMessage[], left: number): Promise<Reply> => {
        const request = {
          model: constrained,
          prompt,
          tools,
          temperature,
          topP,
          maxOutputTokens,
          countTokens,
        };
        const result = await attemptCall(
          (abortSignal) => generateReply({ ...request, abortSignal, functionId: 'atommem.policy' }),
          { ...options, retries: Math.min(options.retries ?? DEFAULT_RETRIES, left - 1) },
          signal,
        );
        if ('failure' in result) return toFailedReply(prompt, result.failure, result.attempts);
        return toReply(format, observation, prompt, result.value, result.attempts);
      };
      const reply = await call(first, callsLeft);
      const left = callsLeft - reply.usage.modelCalls;
      const fault = format.lenient === true && left > 0 ? findFault(reply, observation) : undefined;
      if (fault === undefined) return reply;
      return joinReplies(reply, await call(askAgain(first, fault), left));
    },
  };
}

/** Joins an unreadable reply and the one that replaces it. Both calls are recorded, and the first one's issues. */
function joinReplies(first: Reply, second: Reply): Reply {
  const usage = addUsage(first.usage, second.usage);
  const calls = [toCall('policy', first), toCall('asked again', second)];
  // A second failure leaves the first reply, which says more.
  const kept = second.failure === undefined ? second : first;
  return { ...kept, issues: [...first.issues, ...(kept === first ? [] : second.issues)], usage, calls };
}

function toCall(role: string, { prompt = [], text, usage, failure }: Reply): ModelCall {
  return { role, prompt, text, usage, failure };
}

function toReply(
  format: Format,
  observation: Observation,
  prompt: readonly PromptMessage[],
  answer: ModelAnswer,
  modelCalls: number,
): Reply {
  const { text, operations, action, issues } = readReply(format, observation, prompt, answer);
  return {
    operations,
    action,
    issues: [...answer.issues, ...issues],
    usage: { ...answer.usage, modelCalls },
    prompt,
    text,
    ...(answer.failure && { failure: answer.failure }),
  };
}

function toFailedReply(prompt: readonly PromptMessage[], failure: Failure, modelCalls: number): Reply {
  const usage = { ...NO_USAGE, modelCalls };
  return { operations: [], action: { kind: 'none' }, issues: [], usage, prompt, failure };
}
