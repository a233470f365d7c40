/**
 * `serveMemory`: a loopback server for the API, its events and the live view.
 *
 * @module
 */
import type { IncomingMessage, ServerResponse } from 'node:http';
import { type McpHandler, mcpHandler } from '../mcp/mcp-handler.ts';
import { AtomMemError } from '../shared/error.ts';
import type { JsonObject } from '../shared/json.ts';
import { type GuardOptions, rejectRequest } from '../shared/request-guard.ts';
import { answerWithFetch } from './answer-with-fetch.ts';
import { ApiError, describeFailure } from './api-error.ts';
import { streamRecords } from './event-stream.ts';
import { type LoopbackServer, listen } from './listen.ts';
import { createMemoryApi, decodePart, type MemoryApiOptions } from './memory-api.ts';
import { describeApi } from './openapi.ts';
import { listRunFiles, renderRunFile } from './run-files.ts';
import { renderPage } from './view/render-page.ts';
import { VIEW_SCRIPT, VIEW_STYLE } from './view/view.generated.ts';

export interface ServeOptions extends MemoryApiOptions, GuardOptions {
  /** Port, or 0 for any free port. Default: 0. */
  readonly port?: number;
  /** Results folder of `atommem eval` or `atommem bench`, whose reports and episodes the view links to. */
  readonly runs?: string;
  /** Version in `/openapi.json`. Default: `'0'`. */
  readonly version?: string;
  /** Polling interval of the log for events, in milliseconds. Default: 500. */
  readonly interval?: number;
  /** Receives failures of the store and of the server. */
  readonly onError?: (error: unknown) => void;
}

const MOST_BODY = 4 * 1024 * 1024;

/**
 * Serves a store on 127.0.0.1: the live view at `/`, the API at `/api/`, MCP at `/mcp`. Read-only unless `writable`.
 * Rejects requests with a foreign Host or Origin.
 *
 * @example
 * const server = await serveMemory({ store: sqlite('agent.db') });
 * console.log(server.url);
 */
export function serveMemory(options: ServeOptions): Promise<LoopbackServer> {
  return listen(createHandler(options), options.port);
}

function createHandler(options: ServeOptions): (request: IncomingMessage, response: ServerResponse) => void {
  const api = createMemoryApi(options);
  let mcp: Promise<McpHandler> | undefined;
  return (request, response) => {
    answer(request, response).catch((error: unknown) => {
      const { status, code, message } = describeFailure(error);
      if (status >= 500) options.onError?.(error);
      if (response.headersSent) response.end();
      else sendJson(response, status, { error: { code, message } });
    });
  };

  async function answer(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const { headers, url } = request;
    const header = (name: string): string | undefined => headers[name]?.toString();
    const rejection = rejectRequest({ url, header }, options);
    const { pathname: path, searchParams: query } = new URL(request.url ?? '/', 'http://localhost');
    // The page contains no memory data. It sends the token from its URL.
    if (rejection && !(rejection.status === 401 && path === '/'))
      throw new ApiError(rejection.status, rejection.message);
    if (request.method === 'GET' && path === '/') return sendPage(response);
    if (request.method === 'GET' && path === '/openapi.json')
      return sendJson(response, 200, describeApi(options.version ?? '0'));
    if (request.method === 'GET' && path === '/api/events') {
      const namespace = query.get('namespace') ?? options.namespace ?? 'default';
      if (options.namespace !== undefined && namespace !== options.namespace)
        throw new ApiError(403, 'This server shows another namespace only.');
      const { store, interval } = options;
      const after = Number(request.headers['last-event-id'] ?? query.get('after') ?? 0) || 0;
      return streamRecords(response, { store, namespace, after, interval });
    }
    if (request.method === 'GET' && path === '/api/runs')
      return sendJson(response, 200, { files: options.runs ? await listRunFiles(options.runs) : [] });
    if (request.method === 'GET' && path.startsWith('/runs/')) return sendRun(response, options.runs, path);
    if (path === '/mcp') {
      mcp ??= openMcp(options);
      const handler = await mcp;
      return answerWithFetch(request, response, handler.fetch);
    }
    if (!path.startsWith('/api/')) throw new ApiError(404, `${path} does not exist.`);
    const body = request.method === 'POST' ? await readBody(request) : undefined;
    const { status, body: result } = await api({ method: request.method ?? 'GET', path, query, body });
    sendJson(response, status, result);
  }
}

/** Serves the server's namespace, or the one in the address, such as `/mcp?namespace=users/ada`. */
async function openMcp({
  store,
  namespace,
  writable,
  token,
  hosts,
  version,
  interval,
  onError,
}: ServeOptions): Promise<McpHandler> {
  try {
    return await mcpHandler({
      store,
      namespace: ({ url }) => {
        const asked = new URL(url).searchParams.get('namespace') ?? namespace ?? 'default';
        return namespace === undefined || asked === namespace ? asked : undefined;
      },
      readonly: !writable,
      token,
      hosts,
      version,
      interval,
      onError,
    });
  } catch (error) {
    if (AtomMemError.isInstance(error, 'missing-package')) throw new ApiError(501, error.message);
    throw error;
  }
}

function sendPage(response: ServerResponse): void {
  const { html, policy } = renderPage(VIEW_SCRIPT, VIEW_STYLE);
  response.writeHead(200, {
    'content-type': 'text/html; charset=utf-8',
    'content-security-policy': policy,
    'cache-control': 'no-store',
    'referrer-policy': 'no-referrer',
    'x-content-type-options': 'nosniff',
  });
  response.end(html);
}

/** The page's scripts run in their own origin and cannot read the API. */
async function sendRun(response: ServerResponse, runs: string | undefined, path: string): Promise<void> {
  const page = runs && (await renderRunFile(runs, decodePart(path.slice('/runs/'.length))));
  if (!page) throw new ApiError(404, 'There is no such report or episode. /api/runs lists them.');
  response.writeHead(200, {
    'content-type': 'text/html; charset=utf-8',
    'content-security-policy': 'sandbox allow-scripts',
    'cache-control': 'no-store',
    'referrer-policy': 'no-referrer',
    'x-content-type-options': 'nosniff',
  });
  response.end(page);
}

function sendJson(response: ServerResponse, status: number, body: unknown): void {
  response.writeHead(status, {
    'content-type': 'application/json; charset=utf-8',
    'cache-control': 'no-store',
    'x-content-type-options': 'nosniff',
  });
  response.end(JSON.stringify(body));
}

async function readBody(request: IncomingMessage): Promise<JsonObject> {
  // A cross-origin form cannot send this type without a preflight request.
  if (!/^application\/json\b/i.test(request.headers['content-type'] ?? ''))
    throw new ApiError(415, 'The body is not JSON. Send content-type: application/json.');
  const parts: Buffer[] = [];
  let size = 0;
  for await (const part of request as AsyncIterable<Buffer>) {
    size += part.length;
    if (size > MOST_BODY)
      throw new ApiError(413, `The body is longer than ${MOST_BODY} bytes. Send less at once.`);
    parts.push(part);
  }
  try {
    const body: unknown = JSON.parse(Buffer.concat(parts).toString('utf8'));
    if (typeof body === 'object' && body !== null && !Array.isArray(body)) return body as JsonObject;
  } catch {
    // Falls through to the response for bodies that are not objects.
  }
  throw new ApiError(400, 'The body is not a JSON object. Send {"operations": […]}.');
}
