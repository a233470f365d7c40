/**
 * `retrieveTools`: search and read over a server that speaks the protocol of Search-R1 and ASearcher.
 *
 * @module
 */
import { quoteText } from '../shared/redact.ts';
import {
  failCall,
  type ReadOutcome,
  type SearchOutcome,
  type SearchResult,
  type WebFailure,
  type WebTools,
} from './web-tools.ts';

export interface RetrieveOptions {
  /** Address of the server, such as `http://127.0.0.1:8000`. */
  readonly url: string;
  /** Milliseconds for a request. Default: 30,000. */
  readonly timeout?: number;
  /** Default: the global `fetch`. */
  readonly fetch?: typeof fetch;
}

type Reply =
  | { readonly ok: true; readonly result: readonly unknown[] }
  | { readonly ok: false; readonly failure: WebFailure };

/**
 * Creates tools that call `POST /retrieve` and `POST /access`. Servers that answer `{document, score}` pairs are
 * understood as well. A server that fails is an outage.
 *
 * @example
 * const tools = retrieveTools({ url: 'http://127.0.0.1:8000' });
 */
export function retrieveTools({
  url,
  timeout = 30_000,
  fetch: send = fetch,
}: RetrieveOptions): Required<WebTools> {
  const base = url.replace(/\/+$/, '');

  async function post(path: string, body: object, signal?: AbortSignal): Promise<Reply> {
    const limit = AbortSignal.timeout(timeout);
    try {
      const response = await send(base + path, {
        method: 'POST',
        headers: { 'content-type': 'application/json' },
        body: JSON.stringify(body),
        redirect: 'error',
        signal: signal === undefined ? limit : AbortSignal.any([signal, limit]),
      });
      const text = await response.text();
      if (!response.ok)
        return failCall('server', `${base}${path} answered ${response.status}: ${quoteText(text)}`, true);
      const { result } = JSON.parse(text) as { readonly result?: unknown };
      return Array.isArray(result)
        ? { ok: true, result }
        : failCall('malformed', `${base}${path} answered without a list "result"`, true);
    } catch (cause) {
      if (signal?.aborted) return failCall('aborted', 'the run was aborted');
      const kind = limit.aborted ? 'timeout' : cause instanceof SyntaxError ? 'malformed' : 'server';
      return failCall(kind, `${base}${path} failed: ${quoteText((cause as Error).message)}`, true);
    }
  }

  return {
    search: {
      name: 'retrieve',
      async search(query, { count, signal }): Promise<SearchOutcome> {
        const reply = await post(
          '/retrieve',
          { queries: [query], topk: count, return_scores: false },
          signal,
        );
        if (!reply.ok) return reply;
        const [found = []] = reply.result;
        if (!Array.isArray(found))
          return failCall('malformed', 'the first item of "result" is not a list', true);
        return { ok: true, results: found.slice(0, count).map(toResult) };
      },
    },
    read: {
      name: 'retrieve',
      async read(address, { signal } = {}): Promise<ReadOutcome> {
        const reply = await post('/access', { urls: [address] }, signal);
        if (!reply.ok) return reply;
        const page = reply.result[0];
        const text = typeof page === 'string' ? page : readField(page, ['contents', 'page', 'text']);
        if (text === '') return failCall('not-found', `there is no page ${address}`);
        const [title, body] = splitTitle(text);
        return { ok: true, page: { url: address, title, text: body, links: [] } };
      },
    },
  };
}

/** Passages begin with their title in quotation marks or on a separate line. */
function toResult(item: unknown, index: number): SearchResult {
  const inner = typeof item === 'object' && item !== null && 'document' in item ? item.document : item;
  const [title, snippet] = splitTitle(readField(inner, ['contents', 'text']));
  const id = readField(inner, ['id']) || String(index + 1);
  return {
    title: readField(inner, ['title']) || title,
    url: readField(inner, ['url']) || `doc:${id}`,
    snippet,
  };
}

function splitTitle(text: string): readonly [title: string, rest: string] {
  const cut = text.indexOf('\n');
  if (cut < 0 || cut > 300) return ['', text];
  return [text.slice(0, cut).replace(/^"|"$/g, '').trim(), text.slice(cut + 1)];
}

function readField(value: unknown, names: readonly string[]): string {
  if (typeof value !== 'object' || value === null) return '';
  const record = value as Readonly<Record<string, unknown>>;
  const found = names
    .map((name) => record[name])
    .find((each) => typeof each === 'string' || typeof each === 'number');
  return found === undefined ? '' : String(found);
}
