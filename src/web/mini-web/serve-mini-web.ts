/**
 * `serveMiniWeb`: serves a mini-web and its search engine on loopback.
 *
 * @module
 */
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { corpusTools } from '../corpus-tools.ts';
import type { PageReaderOptions } from '../page-reader.ts';
import { pageReader } from '../page-reader.ts';
import { searchService } from '../search-service.ts';
import type { SearchResult, WebTools } from '../web-tools.ts';
import { withPort } from './mini-page.ts';
import type { MiniWeb } from './mini-web.ts';
import { renderMiniPage } from './render-mini-page.ts';

export interface MiniWebServer {
  readonly port: number;
  /** Requests answered so far. */
  readonly requests: () => number;
  /** Tools that search and read this web, and nothing else. */
  readonly tools: Required<WebTools>;
  /** Addresses and ports that the reader connected to, with the number of connections. */
  readonly connections: ReadonlyMap<string, number>;
  /** Returns the address of a page on this server. */
  toAddress(url: string): string;
  close(): Promise<void>;
}

export interface ServeMiniWebOptions {
  /** Default: any free port. */
  readonly port?: number;
  /** Milliseconds that late pages wait. Default: 20. */
  readonly delay?: number;
  /** Further options of the page reader. */
  readonly reading?: Omit<PageReaderOptions, 'resolve' | 'allowPrivate' | 'onConnect'>;
}

/**
 * Serves the sites under their host names, which the tools resolve to loopback. `GET /search?q=…&format=json`
 * answers as SearXNG, and `POST /search` as Serper.
 *
 * @example
 * const web = createMiniWeb({ pages: 200 });
 * const server = await serveMiniWeb(web);
 * const tasks = miniWebTasks(web, { tools: server.tools, toAddress: server.toAddress });
 */
export async function serveMiniWeb(web: MiniWeb, options: ServeMiniWebOptions = {}): Promise<MiniWebServer> {
  const { port: wanted = 0, delay = 20, reading } = options;
  const pages = new Map(web.pages.map((page) => [page.url, page]));
  const index = corpusTools(web.toWebPages(), { indexed: ({ url }) => web.isIndexed(url), name: 'mini-web' });
  const connections = new Map<string, number>();
  let requests = 0;
  let port = 0;

  const server = createServer((request, response) => {
    requests += 1;
    answer(request, response).catch(() => response.writeHead(500).end());
  });

  async function answer(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const host = (request.headers.host ?? '').replace(/:\d+$/, '');
    const path = request.url ?? '/';
    if (/^\/search(?:\?|$)/.test(path) && host === '127.0.0.1') return search(request, response, path);
    const page = pages.get(`http://${host}${path}`);
    if (page === undefined)
      return void response.writeHead(404, { 'content-type': 'text/plain' }).end('not found');
    if (page.slow) await new Promise((resolve) => setTimeout(resolve, delay));
    response.writeHead(200, { 'content-type': 'text/html; charset=utf-8' });
    response.end(renderMiniPage(page, port));
  }

  async function search(request: IncomingMessage, response: ServerResponse, path: string): Promise<void> {
    const isGet = request.method === 'GET';
    const asked = isGet
      ? { q: new URL(path, 'http://x').searchParams.get('q'), num: 50 }
      : await readJson(request);
    const found = await index.search.search(String(asked.q ?? ''), {
      count: Math.min(100, Number(asked.num ?? 10)),
    });
    const results = found.ok ? found.results.map((each) => ({ ...each, url: withPort(each.url, port) })) : [];
    response.writeHead(200, { 'content-type': 'application/json' });
    response.end(
      JSON.stringify(isGet ? { results: results.map(toSearxng) } : { organic: results.map(toSerper) }),
    );
  }

  await new Promise<void>((resolve, reject) => {
    server.once('error', reject);
    server.listen(wanted, '127.0.0.1', resolve);
  });
  ({ port } = server.address() as AddressInfo);
  const read = pageReader({
    delay: 0,
    robots: 'ignore',
    ...reading,
    allowPrivate: [`*.test:${port}`],
    resolve: resolveToLoopback,
    onConnect: (address, at) =>
      void connections.set(`${address}:${at}`, (connections.get(`${address}:${at}`) ?? 0) + 1),
  });
  return {
    port,
    requests: () => requests,
    tools: { search: searchService({ service: 'searxng', url: `http://127.0.0.1:${port}` }), read },
    connections,
    toAddress: (url) => withPort(url, port),
    close: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  };
}

async function resolveToLoopback(host: string): Promise<readonly { address: string; family: number }[]> {
  if (host.endsWith('.test')) return [{ address: '127.0.0.1', family: 4 }];
  throw Object.assign(new Error('not a host of the mini-web'), { code: 'ENOTFOUND' });
}

function toSearxng({ title, url, snippet }: SearchResult): object {
  return { title, url, content: snippet, engine: 'mini-web' };
}

function toSerper({ title, url, snippet }: SearchResult, index: number): object {
  return { title, link: url, snippet, position: index + 1 };
}

async function readJson(request: IncomingMessage): Promise<{ readonly q?: unknown; readonly num?: unknown }> {
  const parts: Buffer[] = [];
  for await (const part of request) parts.push(part as Buffer);
  try {
    return JSON.parse(Buffer.concat(parts).toString('utf8')) as object;
  } catch {
    return {};
  }
}
