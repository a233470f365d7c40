/**
 * Answers a request of `node:http` with a fetch handler.
 *
 * @module
 */
import type { IncomingMessage, ServerResponse } from 'node:http';
import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import type { ReadableStream as NodeStream } from 'node:stream/web';

/** Passes a request to `handle` and writes its response. If the client leaves, the request's signal is aborted. */
export async function answerWithFetch(
  request: IncomingMessage,
  response: ServerResponse,
  handle: (request: Request) => Promise<Response>,
): Promise<void> {
  const left = new AbortController();
  response.once('close', () => left.abort());
  const { status, headers, body } = await handle(toRequest(request, left.signal));
  response.writeHead(status, Object.fromEntries(headers));
  if (body === null) return void response.end();
  await pipeline(Readable.fromWeb(body as NodeStream), response).catch((error: NodeJS.ErrnoException) => {
    // The client left before the end.
    if (!left.signal.aborted) throw error;
  });
}

function toRequest(request: IncomingMessage, signal: AbortSignal): Request {
  const { method = 'GET', rawHeaders, url = '/' } = request;
  const headers = new Headers();
  for (let place = 0; place < rawHeaders.length; place += 2)
    headers.append(rawHeaders[place]!, rawHeaders[place + 1]!);
  const body = method === 'GET' || method === 'HEAD' ? null : (Readable.toWeb(request) as BodyInit);
  // Only path and query come from the request. The handler checks the Host header, which is untrusted.
  return new Request(new URL(url, 'http://127.0.0.1'), {
    method,
    headers,
    body,
    signal,
    duplex: 'half',
  } as RequestInit);
}
