/**
 * `serveRetrieve`: offers search and read tools by the protocol of Search-R1 and ASearcher.
 *
 * @module
 */
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { WebTools } from './web-tools.ts';

export interface RetrieveServer {
  readonly url: string;
  close(): Promise<void>;
}

const LONGEST_BODY = 2 ** 20;

/** Queries or addresses of one request. */
const MOST_ITEMS = 1000;

/**
 * Serves `POST /retrieve` (`{queries, topk, return_scores}`) and `POST /access` (`{urls}`) on this machine, for
 * trainers such as Search-R1, ASearcher, verl and SkyRL.
 *
 * @param options.port default: any free port.
 * @example
 * const server = await serveRetrieve(corpusTools(documents), { port: 8000 });
 */
export async function serveRetrieve(
  tools: WebTools,
  { port = 0 }: { readonly port?: number } = {},
): Promise<RetrieveServer> {
  const server = createServer((request, response) => {
    handle(tools, request).then(
      ({ status, body }) => send(response, status, body),
      () => send(response, 500, { error: 'the tool failed' }),
    );
  });
  await new Promise<void>((resolve, reject) => {
    server.once('error', reject);
    server.listen(port, '127.0.0.1', resolve);
  });
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    close: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  };
}

interface Answer {
  readonly status: number;
  readonly body: object;
}

async function handle(tools: WebTools, request: IncomingMessage): Promise<Answer> {
  // A page of another site may reach this server under another host name.
  if (!/^(?:127\.0\.0\.1|localhost)(?::\d+)?$/.test(request.headers.host ?? '')) {
    return { status: 403, body: { error: 'use the address 127.0.0.1' } };
  }
  if (request.method !== 'POST') return { status: 405, body: { error: 'use POST' } };
  // A page in a browser cannot send this type to another origin without asking first.
  if (!/^application\/json\b/.test(request.headers['content-type'] ?? '')) {
    return { status: 415, body: { error: 'send application/json' } };
  }
  const body = await readJson(request);
  if (body === undefined)
    return { status: 400, body: { error: 'the body is not a JSON object of at most 1 MiB' } };
  if (request.url === '/retrieve') return retrieve(tools, body);
  if (request.url === '/access') return access(tools, body);
  return { status: 404, body: { error: 'there are /retrieve and /access' } };
}

type Fields = Readonly<Record<string, unknown>>;

async function retrieve(
  { search }: WebTools,
  { queries, topk = 3, return_scores: scores }: Fields,
): Promise<Answer> {
  if (!isTexts(queries)) return { status: 400, body: { error: '"queries" is not a list of texts' } };
  if (search === undefined) return { status: 404, body: { error: 'there is no search' } };
  const count = Number.isInteger(topk) ? Math.min(100, Math.max(1, topk as number)) : 3;
  const result: object[][] = [];
  for (const query of queries) {
    const outcome = await search.search(query, { count });
    if (!outcome.ok) return { status: 502, body: { error: outcome.failure.message } };
    const documents = outcome.results.map(({ title, url, snippet }) => ({
      contents: `"${title}"\n${snippet}`,
      url,
    }));
    result.push(
      scores === true ? documents.map((document, rank) => ({ document, score: 1 / (rank + 1) })) : documents,
    );
  }
  return { status: 200, body: { result } };
}

async function access({ read }: WebTools, { urls }: Fields): Promise<Answer> {
  if (!isTexts(urls)) return { status: 400, body: { error: '"urls" is not a list of texts' } };
  if (read === undefined) return { status: 404, body: { error: 'there is no reader' } };
  const result: (object | null)[] = [];
  for (const url of urls) {
    const outcome = await read.read(url);
    result.push(
      outcome.ok
        ? { contents: `"${outcome.page.title}"\n${outcome.page.text}`, url: outcome.page.url }
        : null,
    );
  }
  return { status: 200, body: { result } };
}

function isTexts(value: unknown): value is readonly string[] {
  return (
    Array.isArray(value) && value.length <= MOST_ITEMS && value.every((each) => typeof each === 'string')
  );
}

async function readJson(request: IncomingMessage): Promise<Fields | undefined> {
  const parts: Buffer[] = [];
  let size = 0;
  for await (const part of request) {
    size += (part as Buffer).length;
    if (size > LONGEST_BODY) return undefined;
    parts.push(part as Buffer);
  }
  try {
    const value: unknown = JSON.parse(Buffer.concat(parts).toString('utf8'));
    return typeof value === 'object' && value !== null && !Array.isArray(value)
      ? (value as Fields)
      : undefined;
  } catch {
    return undefined;
  }
}

function send(response: ServerResponse, status: number, body: object): void {
  response.writeHead(status, { 'content-type': 'application/json' });
  response.end(JSON.stringify(body));
}
