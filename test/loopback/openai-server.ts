/**
 * An OpenAI-compatible HTTP server on 127.0.0.1 for tests. It answers `POST /v1/chat/completions` from a
 * script and `POST /v1/embeddings` with vectors from a function. It records every request and can simulate
 * common server failures.
 *
 * @module
 * @example
 * const server = await startOpenAIServer({ chat: [{ status: 429, retryAfter: '1' }, { content: 'hello' }] });
 * const model = openAICompatible({ model: 'any', baseURL: server.baseURL });
 * // …
 * expect(server.requests).toHaveLength(2);
 * await server.close();
 *
 * @module
 */

import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';

interface RecordedRequest {
  readonly path: string;
  readonly headers: Readonly<Record<string, string | string[] | undefined>>;
  /** The parsed JSON body, or the raw text if it is not JSON. */
  readonly body: unknown;
}

interface ToolCall {
  readonly name: string;
  /** An object is sent as JSON. A string is sent unchanged, so that arguments can be malformed. */
  readonly arguments: object | string;
}

/** A successful answer of a chat model. */
interface ChatAnswer {
  /** The text (default: empty). Cut it inside a tag to simulate a reply that reached its token limit. */
  readonly content?: string;
  /** Text that the server's reasoning parser moved out of the reply. */
  readonly reasoning?: string;
  readonly toolCalls?: readonly ToolCall[];
  /** Default: `tool_calls` if there are tool calls, otherwise `stop`. */
  readonly finishReason?: string;
  readonly usage?: { readonly prompt: number; readonly cached?: number; readonly completion: number };
  /** Milliseconds before the answer. */
  readonly delay?: number;
}

/** An error response. */
interface ErrorAnswer {
  readonly status: number;
  readonly message?: string;
  /** The value of the `Retry-After` header. */
  readonly retryAfter?: string;
  readonly headers?: Readonly<Record<string, string>>;
}

/** Drops the connection before the answer or in the middle of its body. */
interface DropAnswer {
  readonly drop: 'before-answer' | 'in-body';
}

/** A body sent unchanged with status 200, such as malformed JSON or an answer without choices. */
interface RawAnswer {
  readonly body: string;
}

export type ScriptedAnswer = ChatAnswer | ErrorAnswer | DropAnswer | RawAnswer;

export interface OpenAIServerOptions {
  /** Answers in order, or a function of the request. A request after the last answer gets status 500. */
  readonly chat?: readonly ScriptedAnswer[] | ((request: RecordedRequest, index: number) => ScriptedAnswer);
  /** Failures of the first embedding requests, in order. Later requests succeed. */
  readonly embeddingFailures?: readonly (ErrorAnswer | DropAnswer | RawAnswer)[];
  /** Returns the vector of a text (default: its length and its number of words). */
  readonly embed?: (text: string) => readonly number[];
}

export interface OpenAIServer {
  /** `http://127.0.0.1:PORT/v1`. */
  readonly baseURL: string;
  /** All requests so far, in order of arrival. */
  readonly requests: readonly RecordedRequest[];
  close(): Promise<void>;
}

const DEFAULT_USAGE = { prompt: 2000, cached: 0, completion: 10 };

export async function startOpenAIServer(options: OpenAIServerOptions = {}): Promise<OpenAIServer> {
  const { chat = [], embeddingFailures = [], embed = lengthAndWords } = options;
  const requests: RecordedRequest[] = [];
  let chats = 0;
  let embeddings = 0;

  function answerFor(request: RecordedRequest): ScriptedAnswer {
    if (request.path === '/v1/embeddings')
      return embeddingFailures[embeddings++] ?? { body: embeddingBody(request, embed) };
    if (request.path !== '/v1/chat/completions') return { status: 404, message: `no ${request.path} here` };
    const index = chats++;
    const answer = typeof chat === 'function' ? chat(request, index) : chat[index];
    return answer ?? { status: 500, message: `the script has ${index} answers; request ${index + 1} came` };
  }

  const server = createServer(async (incoming, response) => {
    const request = await record(incoming);
    requests.push(request);
    await send(response, answerFor(request));
  });
  await new Promise<void>((listening) => server.listen(0, '127.0.0.1', listening));
  const { port } = server.address() as AddressInfo;

  return {
    baseURL: `http://127.0.0.1:${port}/v1`,
    requests,
    close: () =>
      new Promise((closed) => {
        server.close(() => closed());
        server.closeAllConnections();
      }),
  };
}

async function record(incoming: IncomingMessage): Promise<RecordedRequest> {
  const pieces: Buffer[] = [];
  for await (const piece of incoming) pieces.push(piece as Buffer);
  const text = Buffer.concat(pieces).toString('utf8');
  return { path: incoming.url ?? '', headers: incoming.headers, body: parseOrKeep(text) };
}

function parseOrKeep(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return text;
  }
}

async function send(response: ServerResponse, answer: ScriptedAnswer): Promise<void> {
  if ('drop' in answer) return breakOff(response, answer.drop);
  if ('status' in answer) return sendError(response, answer);
  if ('body' in answer) return sendBody(response, answer.body);
  if (answer.delay !== undefined) await waitUnlessClosed(response, answer.delay);
  sendBody(response, chatBody(answer));
}

function breakOff(response: ServerResponse, where: DropAnswer['drop']): void {
  if (where === 'before-answer') {
    response.destroy();
    return;
  }
  response.writeHead(200, { 'content-type': 'application/json', 'content-length': '1000' });
  response.write('{"choices":[', () => response.destroy());
}

function sendError(response: ServerResponse, { status, message, retryAfter, headers }: ErrorAnswer): void {
  const error = { message: message ?? `status ${status} from the script`, type: 'scripted' };
  response.writeHead(status, {
    'content-type': 'application/json',
    ...(retryAfter !== undefined && { 'retry-after': retryAfter }),
    ...headers,
  });
  response.end(JSON.stringify({ error }));
}

function sendBody(response: ServerResponse, body: string): void {
  response.writeHead(200, { 'content-type': 'application/json' });
  response.end(body);
}

/** If the client gives up, the timer must not keep the server running. */
function waitUnlessClosed(response: ServerResponse, milliseconds: number): Promise<void> {
  return new Promise((done) => {
    const timer = setTimeout(done, milliseconds);
    response.on('close', () => {
      clearTimeout(timer);
      done();
    });
  });
}

function chatBody({ content = '', reasoning, toolCalls, finishReason, usage }: ChatAnswer): string {
  const { prompt, cached = 0, completion } = usage ?? DEFAULT_USAGE;
  const calls = toolCalls?.map(({ name, arguments: input }, index) => ({
    id: `call-${index + 1}`,
    type: 'function',
    function: { name, arguments: typeof input === 'string' ? input : JSON.stringify(input) },
  }));
  const message = {
    role: 'assistant',
    content,
    ...(reasoning !== undefined && { reasoning_content: reasoning }),
    ...(calls && { tool_calls: calls }),
  };
  return JSON.stringify({
    id: 'chat-1',
    object: 'chat.completion',
    created: 0,
    model: 'scripted',
    choices: [{ index: 0, message, finish_reason: finishReason ?? (calls ? 'tool_calls' : 'stop') }],
    usage: {
      prompt_tokens: prompt,
      completion_tokens: completion,
      total_tokens: prompt + completion,
      prompt_tokens_details: { cached_tokens: cached },
    },
  });
}

function embeddingBody(request: RecordedRequest, embed: (text: string) => readonly number[]): string {
  const { input } = request.body as { input: string | readonly string[] };
  const texts = typeof input === 'string' ? [input] : input;
  const data = texts.map((text, index) => ({ object: 'embedding', index, embedding: embed(text) }));
  return JSON.stringify({
    object: 'list',
    data,
    model: 'scripted',
    usage: { prompt_tokens: texts.length, total_tokens: texts.length },
  });
}

function lengthAndWords(text: string): readonly number[] {
  return [text.length, text.split(/\s+/).length];
}
