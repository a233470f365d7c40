/**
 * Calls a language model once and reports how the call ended.
 *
 * @module
 */
import type { LanguageModel, ToolSet } from 'ai';
import type { Issue } from '../codec/codec.ts';
import type { WrittenCall } from '../codec/tool-call.ts';
import type { PromptMessage } from '../prompt/prompt-message.ts';
import { importPackage } from '../shared/import-package.ts';
import { estimateTokens } from './estimate-tokens.ts';
import { modelFailure } from './model-failure.ts';
import type { Failure, Usage } from './policy.ts';

/** A tool offered to the model. */
export interface OfferedTool {
  readonly name: string;
  readonly description: string;
  readonly inputSchema: object;
}

/** The request to the model. */
export interface ModelRequest {
  readonly model: LanguageModel;
  readonly prompt: readonly PromptMessage[];
  readonly temperature: number;
  readonly topP: number;
  readonly maxOutputTokens: number;
  readonly tools?: readonly OfferedTool[];
  /** Counts the tokens of a text. Default: an estimate. */
  readonly countTokens?: (text: string) => number;
  /** Caller name in the SDK's telemetry, which is off. */
  readonly functionId: string;
  readonly abortSignal: AbortSignal;
}

/** The model's reply. */
export interface ModelAnswer {
  readonly text: string;
  /** Native tool calls, in order. */
  readonly calls: readonly WrittenCall[];
  readonly usage: Omit<Usage, 'modelCalls'>;
  /** Whether the reply was cut at `maxOutputTokens`. */
  readonly cut: boolean;
  /** Warnings from the server's report: cut reply, cut prompt, thoughts without a reply. */
  readonly issues: readonly Issue[];
  /** Set if the server withheld the reply or reported an error in it. */
  readonly failure?: Failure;
}

/** Calls the model once. The caller handles retries and time limits. */
export async function generateReply(request: ModelRequest): Promise<ModelAnswer> {
  const { model, prompt, temperature, topP, maxOutputTokens, tools = [], abortSignal } = request;
  const instructions = prompt.find(({ role }) => role === 'system')?.content;
  const messages = prompt.flatMap(({ role, content }) => (role === 'system' ? [] : [{ role, content }]));
  const ai = await importPackage('ai', 'a language model', () => import('ai'));
  const result = await ai.generateText({
    model,
    instructions,
    messages,
    temperature,
    topP,
    maxOutputTokens,
    abortSignal,
    maxRetries: 0,
    include: { responseBody: true },
    telemetry: { isEnabled: false, functionId: request.functionId },
    ...(tools.length > 0 && { tools: toToolSet(tools, ai) }),
  });
  const { text, finishReason, rawFinishReason } = result;
  const calls = result.toolCalls.map(({ toolName, input }) => ({ name: toolName, input }));
  const { inputTokens = 0, inputTokenDetails, outputTokens = 0 } = result.usage;
  const silent = text.trim() === '' && calls.length === 0;
  const cut = finishReason === 'length';
  const reasoned = (result.reasoningText ?? '') !== '';
  return {
    text,
    calls,
    cut,
    usage: {
      promptTokens: inputTokens,
      cachedTokens: inputTokenDetails.cacheReadTokens ?? 0,
      completionTokens: outputTokens,
    },
    issues: [
      ...reportCutPrompt(inputTokens, request),
      ...(cut ? [reportCutReply(text, silent, maxOutputTokens)] : []),
      ...(silent && reasoned && !cut ? [THOUGHT_ONLY] : []),
    ],
    failure: findFailure(finishReason, rawFinishReason, silent, result.response.body),
  };
}

/** Returns the tools without `execute`, because calls are data for the agent loop. */
function toToolSet(tools: readonly OfferedTool[], { jsonSchema, tool }: typeof import('ai')): ToolSet {
  return Object.fromEntries(
    tools.map(({ name, description, inputSchema }) => [
      name,
      tool({ description, inputSchema: jsonSchema(inputSchema as Parameters<typeof jsonSchema>[0]) }),
    ]),
  );
}

const THOUGHT_ONLY: Issue = {
  kind: 'no-action',
  message: 'the model returned its thoughts and no reply',
  span: { start: 0, end: 0 },
};

function reportCutReply({ length }: string, silent: boolean, limit: number): Issue {
  const message = silent
    ? `the model used all ${limit} output tokens before it replied: raise maxOutputTokens, or turn thinking off`
    : `the reply was cut at ${limit} output tokens: raise maxOutputTokens`;
  return { kind: 'over-long', message, span: { start: length, end: length } };
}

/** Servers that drop part of a prompt report it only in their token count. */
function reportCutPrompt(
  read: number,
  { prompt, countTokens = estimateTokens }: ModelRequest,
): readonly Issue[] {
  if (read <= 0) return [];
  const sent = prompt.reduce((sum, { content }) => sum + countTokens(content), 0);
  if (2 * read >= sent) return [];
  const message = `the server read ${read} prompt tokens of about ${sent} sent: raise its context window (Ollama: num_ctx), or use smaller chunks`;
  return [{ kind: 'cut-prompt', message, span: { start: 0, end: 0 } }];
}

function findFailure(
  finish: string,
  raw: string | undefined,
  silent: boolean,
  body: unknown,
): Failure | undefined {
  if (finish === 'content-filter' && silent)
    return modelFailure('refused', 'the model server withheld the reply (content filter)');
  if (finish !== 'error' && !/^error$/i.test(raw ?? '')) return undefined;
  const words = readServerWords(body);
  return modelFailure(
    'server',
    `the model server ended the reply with an error${words === undefined ? '' : `: ${words}`}`,
  );
}

/** Reads the server's message from the response body: `{error: "…"}`, `{error: {message}}`, or in the choice. */
function readServerWords(body: unknown): string | undefined {
  const choice = (body as { choices?: readonly unknown[] } | undefined)?.choices?.[0];
  for (const place of [body, choice, (choice as { message?: unknown } | undefined)?.message]) {
    const error = (place as { error?: unknown } | null | undefined)?.error;
    const words = typeof error === 'string' ? error : (error as { message?: unknown } | undefined)?.message;
    if (typeof words === 'string') return words.replace(/\s+/g, ' ').slice(0, 300);
  }
  return undefined;
}
