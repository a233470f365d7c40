/**
 * Wraps models so that their replies are recorded and replayed.
 * @module
 */

import type { EmbeddingModelMiddleware, LanguageModelMiddleware } from 'ai';
import {
  deferEmbeddingModel,
  deferLanguageModel,
  type EmbeddingModelObject,
  type EmbeddingModelV4,
  importAi,
  type LanguageModelObject,
  type LanguageModelV4,
} from '../ai/defer-model.ts';
import { createRecordedAnswers } from './recorded-answers.ts';
import { type CallStore, recordable, toCallRequest } from './recorded-call.ts';

export interface RecorderOptions {
  readonly store: CallStore;
  /**
   * `record` answers from the store if it can, and otherwise calls the model and stores the reply. `replay`
   * never calls the model.
   */
  readonly mode: 'record' | 'replay';
  /** Texts to redact wherever they occur, such as the server's key. */
  readonly secrets?: readonly string[];
  /**
   * Returns the map that counts repeated calls. The second call with the same parameters gets the second
   * recorded reply. Return one map per episode to make replies independent of the order of episodes (default:
   * one map for all).
   */
  readonly counts?: () => Map<string, number>;
}

/** Wraps models so that a recording can replace them. */
export interface Recorder {
  languageModel(model: LanguageModelObject): LanguageModelObject;
  embeddingModel(model: EmbeddingModelObject): EmbeddingModelObject;
}

type WrapGenerate = NonNullable<LanguageModelMiddleware['wrapGenerate']>;
type ChatReply = Awaited<ReturnType<WrapGenerate>>;
type WrapEmbed = NonNullable<EmbeddingModelMiddleware['wrapEmbed']>;

/**
 * Creates a recorder of model replies, keyed by the exact call: model, prompt, tools and every parameter. A
 * recorded run can be repeated without a model, at no cost and with the same replies, on any machine. The
 * recorder stores content, finish reason and token counts. It never stores headers, credentials or the raw
 * response, and does not record failed calls. Streams arrive in one chunk.
 *
 * @throws In `replay` mode, a call that was not recorded. The message shows the first difference to the
 * nearest recorded call.
 * @example
 * const recorder = createRecorder({ store: createCallStore(), mode: 'record', secrets: [apiKey] });
 * const model = recorder.languageModel(openAICompatible({ model: 'Qwen/Qwen3-8B', baseURL, apiKey }));
 */
export function createRecorder({ store, mode, secrets, counts }: RecorderOptions): Recorder {
  const all = new Map<string, number>();
  const answers = createRecordedAnswers({ store, mode, counts: counts ?? (() => all) });
  const wrapGenerate: WrapGenerate = async ({ doGenerate, params, model }) => {
    const reply = await answers.sampled(toCallRequest('chat', model.modelId, params, secrets), async () =>
      recordable(keepReply(await doGenerate()), secrets),
    );
    return reply as ChatReply;
  };

  const wrapEmbed: WrapEmbed = async ({ params, model }) => {
    const { values, ...rest } = params;
    // Each text is recorded separately, so that a replay may batch texts differently.
    const requests = values.map((value) =>
      toCallRequest('embedding', model.modelId, { ...rest, value }, secrets),
    );
    const embeddings = await answers.fixed(requests, async (missing) => {
      const asked = await model.doEmbed({ ...params, values: missing.map((place) => values[place]!) });
      return asked.embeddings;
    });
    return { embeddings: embeddings as number[][], warnings: [] };
  };

  return {
    // Streams are built from whole replies, so that one format serves both.
    languageModel: (model) =>
      deferLanguageModel(model, async () => {
        const { simulateStreamingMiddleware, wrapLanguageModel } = await importAi('createRecorder');
        return wrapLanguageModel({
          model: model as LanguageModelV4,
          middleware: [simulateStreamingMiddleware(), { wrapGenerate }],
        });
      }),
    embeddingModel: (model) =>
      deferEmbeddingModel(model, async () => {
        const { wrapEmbeddingModel } = await importAi('createRecorder');
        return wrapEmbeddingModel({ model: model as EmbeddingModelV4, middleware: { wrapEmbed } });
      }),
  };
}

/** Keeps the content, finish reason and token counts of a reply. */
function keepReply({ content, finishReason, usage }: ChatReply): ChatReply {
  const { inputTokens, outputTokens } = usage;
  return { content, finishReason, usage: { inputTokens, outputTokens }, warnings: [] };
}
