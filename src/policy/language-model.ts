import { generateText, jsonSchema, type LanguageModel, type ToolSet, tool } from 'ai';
import type { Codec, ParsedReply } from '../codec/codec.ts';
import { toolCallsCodec } from '../codec/tool-calls.ts';
import { TOOL_DEFINITIONS } from '../codec/tool-set.ts';
import type { PromptMessage } from '../prompt/prompt-message.ts';
import type { PromptSet } from '../prompt/prompt-set.ts';
import type { Action } from '../task/action.ts';
import { attemptCall, type Patience } from './model-attempts.ts';
import { modelFailure } from './model-failure.ts';
import { type Failure, NO_USAGE, type Policy, type Reply, type Usage } from './policy.ts';

export interface LanguageModelPolicyOptions extends Patience {
  /** Any model of the AI SDK; `openAICompatibleModel` makes one from an address. */
  readonly model: LanguageModel;
  /** Reads the reply's text. */
  readonly codec: Codec;
  /** The prompts that go with the codec. */
  readonly prompts: PromptSet;
  /**
   * `tags`: the model writes text. `tools`: it is given the four operations as tools; its calls are recorded
   * as the text that the codec `tool-calls` reads, the only one that goes with it. Default: `tools` with
   * that codec, otherwise `tags`. (`tags` with that codec is for models that can only write JSON.)
   */
  readonly mode?: 'tags' | 'tools';
  /** Default 0.7 (paper, section 4.1). */
  readonly temperature?: number;
  /** Default 1 (paper, section 4.1). */
  readonly topP?: number;
  /** Default 4096 (released code). */
  readonly maxOutputTokens?: number;
  /** Stands in trajectories. Default: the model's own name. */
  readonly name?: string;
}

/**
 * Lets a language model manage the memory: one call for each step, without a history. What goes wrong
 * outside (no server, a refusal, a time limit, an abort) comes back as a reply without operations that
 * carries a `failure`; `act` does not throw. Thoughts that the SDK returns apart are not read.
 *
 * @example
 * const policy = languageModelPolicy({
 *   model: openAICompatibleModel({ model: 'Qwen/Qwen3-8B', baseURL: 'http://127.0.0.1:8000/v1' }),
 *   codec: createCodec('paper'),
 *   prompts: paperPrompts,
 * });
 */
export function languageModelPolicy(options: LanguageModelPolicyOptions): Policy {
  const { model, codec, prompts } = options;
  const { mode = codec.name === toolCallsCodec.name ? 'tools' : 'tags' } = options;
  if (mode === 'tools' && codec.name !== toolCallsCodec.name)
    throw new Error(`mode "tools" cannot go with codec "${codec.name}": use codec "${toolCallsCodec.name}"`);
  const name = typeof model === 'string' ? model : model.modelId;
  return {
    name: options.name ?? name,
    settings: {
      model: name,
      codec: options.codec.name,
      prompts: prompts.version,
      temperature: options.temperature ?? 0.7,
      topP: options.topP ?? 1,
      maxOutputTokens: options.maxOutputTokens ?? 4096,
    },
    async act(observation, { view, capacity, signal }) {
      const prompt = prompts.render(observation, { view, ...(capacity !== undefined && { capacity }) });
      const attempt = (within: AbortSignal): Promise<ModelAnswer> =>
        askModel({ ...options, mode }, prompt, within);
      const result = await attemptCall(attempt, options, signal);
      if ('failure' in result) return failedReply(prompt, result.failure, result.attempts);
      return readReply(codec, prompt, result.value, result.attempts);
    },
  };
}

/** What came back from the model in one call. */
interface ModelAnswer {
  readonly text: string;
  /** The server kept the text back. */
  readonly withheld: boolean;
  readonly usage: Omit<Usage, 'modelCalls'>;
}

async function askModel(
  options: LanguageModelPolicyOptions,
  prompt: readonly PromptMessage[],
  abortSignal: AbortSignal,
): Promise<ModelAnswer> {
  const { model, mode, temperature = 0.7, topP = 1, maxOutputTokens = 4096 } = options;
  const instructions = prompt.find(({ role }) => role === 'system')?.content;
  const messages = prompt.flatMap(({ role, content }) => (role === 'system' ? [] : [{ role, content }]));
  const result = await generateText({
    model,
    messages,
    temperature,
    topP,
    maxOutputTokens,
    abortSignal,
    maxRetries: 0,
    telemetry: { isEnabled: false, functionId: 'atommem.policy' },
    ...(instructions !== undefined && { instructions }),
    ...(mode === 'tools' && { tools: TOOLS }),
  });
  const called = mode === 'tools' ? result.toolCalls : [];
  const calls = called.map(({ toolName, input }) => ({ name: toolName, input }));
  const { inputTokens = 0, inputTokenDetails, outputTokens = 0 } = result.usage;
  return {
    text: calls.length > 0 ? JSON.stringify(calls) : result.text,
    withheld: result.finishReason === 'content-filter' && result.text === '' && calls.length === 0,
    usage: {
      promptTokens: inputTokens,
      cachedTokens: inputTokenDetails.cacheReadTokens ?? 0,
      completionTokens: outputTokens,
    },
  };
}

/** The operations as tools without `execute`: what is called is data for the agent loop to apply. */
const TOOLS: ToolSet = Object.fromEntries(
  TOOL_DEFINITIONS.map(({ name, description, inputSchema }) => [
    name,
    tool({ description, inputSchema: jsonSchema(inputSchema as Parameters<typeof jsonSchema>[0]) }),
  ]),
);

function readReply(
  codec: Codec,
  prompt: readonly PromptMessage[],
  { text, withheld, usage }: ModelAnswer,
  modelCalls: number,
): Reply {
  const { operations, answers, issues } = codec.parse(text);
  const failure = withheld && modelFailure('refused', 'the model server withheld the reply (content filter)');
  return {
    operations,
    action: actionOf(answers),
    issues,
    usage: { ...usage, modelCalls },
    prompt,
    text,
    ...(failure && { failure }),
  };
}

function failedReply(prompt: readonly PromptMessage[], failure: Failure, modelCalls: number): Reply {
  const usage = { ...NO_USAGE, modelCalls };
  return { operations: [], action: { kind: 'none' }, issues: [], usage, prompt, failure };
}

function actionOf(answers: ParsedReply['answers']): Action {
  return answers.length > 0 ? { kind: 'answer', answers } : { kind: 'none' };
}
