/**
 * A GGUF model in this process, as a language model of the AI SDK.
 *
 * @module
 */
import { basename } from 'node:path';
import type { LanguageModelCall, LanguageModelV4 } from '../ai/defer-model.ts';
import { AtomMemError } from '../shared/error.ts';
import { type ChatMessage, type ChatPrompts, createChatPrompts } from './chat-prompt.ts';
import { generate } from './generate.ts';
import { type JsonSchema, jsonSchemaGrammar } from './json-schema-grammar.ts';
import type { LlamaModelFiles } from './llama-options.ts';
import { type LoadedLlama, loadLlama } from './load-llama.ts';
import { createReplyReader } from './reply-reader.ts';
import type { GenerateRequest } from './sampling-request.ts';
import {
  collectParts,
  createPartWriter,
  type GenerateResult,
  type StreamPart,
  toStream,
} from './stream-parts.ts';
import { toChatMessages } from './to-chat-messages.ts';
import { describeTools, type ToolDescription, toolGrammar } from './tool-grammar.ts';

/** Options of `llamaModel`. */
export interface LlamaModelOptions extends LlamaModelFiles {
  /** Chat template in Jinja, for files without one. Default: the template in the file. */
  readonly chatTemplate?: string;
}

/** A language model in this process. */
export interface LlamaModel extends LanguageModelV4 {
  /** Loads the model, if no call did so yet. The first call does it otherwise. */
  load(): Promise<{ readonly contextSize: number; readonly bytes: number }>;
  /** Frees the memory. */
  close(): Promise<void>;
}

/** The smallest reply that a prompt must leave room for, in tokens. */
const SMALLEST_REPLY = 16;

/**
 * Runs a GGUF model in this process, through llama.cpp. It is a language model of the AI SDK: it generates, streams,
 * calls tools and writes JSON. Tool calls and JSON follow a grammar, so they always parse. The weights are loaded at
 * the first call, and calls run one after the other. Needs the package `node-llama-cpp`.
 *
 * A grammar in GBNF goes into a call as `providerOptions: { llama: { grammar } }`. Calls are repeatable: without a
 * `seed`, seed 0 is used.
 *
 * @throws AtomMemError at the first call: `missing-package`, `missing-file`, `malformed-record` for a cut file,
 * `unsupported-file`, `unknown-format` without a chat template, `out-of-memory`, and `context-exceeded` for a prompt
 * that is too long.
 * @example
 * import { generateText } from 'ai';
 *
 * const model = llamaModel({ path: 'SmolLM2-135M-Instruct.gguf' });
 * const { text } = await generateText({ model, prompt: 'Name a river.' });
 * await model.close();
 */
export function llamaModel(options: LlamaModelOptions): LlamaModel {
  let opened: Promise<Opened> | undefined;
  let calls = 0;
  const open = (): Promise<Opened> => {
    opened ??= openModel(options);
    return opened;
  };
  const stream = (call: LanguageModelCall): ReadableStream<StreamPart> =>
    toStream(async function* () {
      const { loaded, prompts } = await open();
      yield* reply(loaded, prompts, call, () => `call-${++calls}`);
    });
  return {
    specificationVersion: 'v4',
    provider: 'llama',
    modelId: basename(options.path, '.gguf'),
    supportedUrls: {},
    async doGenerate(call) {
      return collectParts(stream(call));
    },
    async doStream(call) {
      await open();
      return { stream: stream(call) };
    },
    async load() {
      const { loaded } = await open();
      return { contextSize: loaded.context.contextSize, bytes: loaded.header.bytes };
    },
    async close() {
      const closing = opened;
      opened = undefined;
      const { loaded } = (await closing?.catch(() => undefined)) ?? {};
      await loaded?.exclusive(() => loaded.close());
    },
  };
}

interface Opened {
  readonly loaded: LoadedLlama;
  readonly prompts: ChatPrompts;
}

async function openModel(options: LlamaModelOptions): Promise<Opened> {
  const loaded = await loadLlama(options, 'llamaModel');
  try {
    const source = options.chatTemplate ?? loaded.header.chatTemplate;
    return { loaded, prompts: await createChatPrompts(loaded.model, source, options.path) };
  } catch (cause) {
    await loaded.close();
    throw cause;
  }
}

/** Holds the model for one call and yields the parts of the reply. */
async function* reply(
  loaded: LoadedLlama,
  prompts: ChatPrompts,
  call: LanguageModelCall,
  nextId: () => string,
): AsyncGenerator<StreamPart> {
  const { request, opensThought, tools, warnings } = prepare(loaded, prompts, call);
  yield { type: 'stream-start', warnings };
  const release = await acquire(loaded);
  try {
    const reader = createReplyReader(opensThought, tools);
    const parts = createPartWriter(nextId);
    const generation = generate(loaded, request);
    let step = await generation.next();
    try {
      for (; step.done !== true; step = await generation.next()) yield* parts.write(reader.push(step.value));
    } finally {
      // A reader that stops early ends the generation too.
      if (step.done !== true) await generation.return(undefined as never);
    }
    yield* parts.write(reader.finish());
    yield* parts.finish(step.value);
  } finally {
    release();
  }
}

async function acquire({ exclusive }: LoadedLlama): Promise<() => void> {
  const { promise, resolve } = Promise.withResolvers<() => void>();
  exclusive(
    () =>
      new Promise<void>((done) => {
        resolve(done);
      }),
  );
  return promise;
}

interface Prepared {
  readonly request: GenerateRequest;
  readonly opensThought: boolean;
  /** Whether the reply may contain tool calls. */
  readonly tools: boolean;
  readonly warnings: GenerateResult['warnings'];
}

function prepare({ context }: LoadedLlama, prompts: ChatPrompts, call: LanguageModelCall): Prepared {
  const tools = listTools(call);
  const messages = toChatMessages(call.prompt);
  const system = messages.filter(({ role }) => role === 'system').map(({ content }) => content);
  if (tools.length > 0) system.push(describeTools(tools));
  const ordered: readonly ChatMessage[] = [
    ...(system.length === 0 ? [] : [{ role: 'system' as const, content: system.join('\n\n') }]),
    ...messages.filter(({ role }) => role !== 'system'),
  ];
  const thinking = call.reasoning === 'none' ? false : undefined;
  const { tokens, opensThought } = prompts.render(ordered, thinking);
  const room = context.contextSize - tokens.length;
  const wanted = call.maxOutputTokens ?? Number.POSITIVE_INFINITY;
  if (room < Math.min(SMALLEST_REPLY, wanted)) throw tooLong(tokens.length, context.contextSize);
  const warnings: Prepared['warnings'] = [];
  if (wanted > room && call.maxOutputTokens !== undefined) {
    warnings.push({
      type: 'other',
      message: `the reply is limited to ${room} tokens, because the prompt has ${tokens.length} of ${context.contextSize}`,
    });
  }
  return {
    opensThought,
    tools: tools.length > 0,
    warnings,
    request: {
      prompt: tokens,
      maxTokens: Math.min(wanted, room),
      temperature: call.temperature ?? 0,
      topP: call.topP ?? 1,
      topK: call.topK ?? 0,
      seed: call.seed,
      frequencyPenalty: call.frequencyPenalty,
      presencePenalty: call.presencePenalty,
      grammar: chooseGrammar(call, tools),
      stop: call.stopSequences,
      signal: call.abortSignal,
    },
  };
}

function listTools({ tools = [], toolChoice }: LanguageModelCall): readonly ToolDescription[] {
  if (toolChoice?.type === 'none') return [];
  return tools.flatMap((tool) =>
    tool.type === 'function' && (toolChoice?.type !== 'tool' || toolChoice.toolName === tool.name)
      ? [{ name: tool.name, description: tool.description, inputSchema: tool.inputSchema as JsonSchema }]
      : [],
  );
}

function chooseGrammar(call: LanguageModelCall, tools: readonly ToolDescription[]): string | undefined {
  const own = call.providerOptions?.llama?.grammar;
  if (typeof own === 'string') return own;
  const choice = call.toolChoice?.type;
  if (tools.length > 0) return toolGrammar(tools, choice === 'required' || choice === 'tool');
  if (call.responseFormat?.type !== 'json') return undefined;
  return jsonSchemaGrammar((call.responseFormat.schema as JsonSchema | undefined) ?? { type: 'object' });
}

function tooLong(tokens: number, contextSize: number): AtomMemError {
  return new AtomMemError('context-exceeded', {
    problem: `The prompt has ${tokens} tokens, and the context holds ${contextSize} tokens with the reply`,
    remedy:
      'Load the model with a larger contextSize (on the command line: --context), or shorten the prompt (--chunk-size, -k)',
  });
}
