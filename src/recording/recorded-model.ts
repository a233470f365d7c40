import {
  type EmbeddingModel,
  type EmbeddingModelMiddleware,
  type LanguageModel,
  type LanguageModelMiddleware,
  simulateStreamingMiddleware,
  wrapEmbeddingModel,
  wrapLanguageModel,
} from 'ai';
import { createRecordedAnswers } from './recorded-answers.ts';
import { type CallStore, recordable, requestOf } from './recorded-call.ts';

export interface RecorderOptions {
  readonly store: CallStore;
  /** `record`: answered from the store where it can be, else asked and kept. `replay`: never asked. */
  readonly mode: 'record' | 'replay';
  /** Texts that must not be recorded wherever they occur, such as the server's key. */
  readonly secrets?: readonly string[];
  /**
   * Where it is counted how often a call was made: the second asking of the same call gets the second
   * recorded reply. Give one map for each episode, and replies do not depend on which episode ran first.
   * Default: one map for all.
   */
  readonly counts?: () => Map<string, number>;
}

/** Lets models be asked once and answer for ever. */
export interface Recorder {
  languageModel(model: Exclude<LanguageModel, string>): Exclude<LanguageModel, string>;
  embeddingModel(model: Exclude<EmbeddingModel, string>): Exclude<EmbeddingModel, string>;
}

type WrapGenerate = NonNullable<LanguageModelMiddleware['wrapGenerate']>;
type ChatReply = Awaited<ReturnType<WrapGenerate>>;
type WrapEmbed = NonNullable<EmbeddingModelMiddleware['wrapEmbed']>;

/**
 * Records what models reply, by the exact call: model, prompt, tools and every parameter. A run that is
 * recorded goes again without a model, for free and with the same replies, on any machine. Kept are the
 * reply's content, finish reason and token counts; never headers, credentials or the server's raw answer. A
 * call that fails is not recorded. A stream arrives in one piece.
 *
 * @throws (when asked, in `replay`) for a call that was not recorded: it shows the first difference to the
 * nearest recorded one.
 * @example
 * const recorder = createRecorder({ store: createCallStore(), mode: 'record', secrets: [apiKey] });
 * const model = recorder.languageModel(openAICompatible({ model: 'Qwen/Qwen3-8B', baseURL, apiKey }));
 */
export function createRecorder({ store, mode, secrets, counts }: RecorderOptions): Recorder {
  const all = new Map<string, number>();
  const answers = createRecordedAnswers({ store, mode, counts: counts ?? (() => all) });
  const wrapGenerate: WrapGenerate = async ({ doGenerate, params, model }) => {
    const reply = await answers.sampled(requestOf('chat', model.modelId, params, secrets), async () =>
      recordable(replyOf(await doGenerate()), secrets),
    );
    return reply as ChatReply;
  };

  const wrapEmbed: WrapEmbed = async ({ params, model }) => {
    const { values, ...rest } = params;
    // Text by text: what was recorded serves however texts are put together into calls.
    const requests = values.map((value) =>
      requestOf('embedding', model.modelId, { ...rest, value }, secrets),
    );
    const embeddings = await answers.fixed(requests, async (missing) => {
      const asked = await model.doEmbed({ ...params, values: missing.map((place) => values[place]!) });
      return asked.embeddings;
    });
    return { embeddings: embeddings as number[][], warnings: [] };
  };

  return {
    // Streams are made of whole replies first, so that one kind of record serves both.
    languageModel: (model) =>
      wrapLanguageModel({
        model: model as Parameters<typeof wrapLanguageModel>[0]['model'],
        middleware: [simulateStreamingMiddleware(), { wrapGenerate }],
      }),
    embeddingModel: (model) =>
      wrapEmbeddingModel({
        model: model as Parameters<typeof wrapEmbeddingModel>[0]['model'],
        middleware: { wrapEmbed },
      }),
  };
}

/** What is kept of a reply: what it says and what it cost. */
function replyOf({ content, finishReason, usage }: ChatReply): ChatReply {
  const { inputTokens, outputTokens } = usage;
  return { content, finishReason, usage: { inputTokens, outputTokens }, warnings: [] };
}
