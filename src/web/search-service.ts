/**
 * `searchService`: search engines on the web or on one's own server.
 *
 * @module
 */
import { AtomMemError } from '../shared/error.ts';
import { quoteText } from '../shared/redact.ts';
import { readRetryAfter, retry, type Sleep } from '../shared/retry.ts';
import { stripHidden } from './strip-hidden.ts';
import { failCall, type SearchResult, type SearchTool, type WebFailure } from './web-tools.ts';

export type SearchServiceName = 'searxng' | 'serper' | 'brave' | 'tavily';

export interface SearchServiceOptions {
  readonly service: SearchServiceName;
  /** Key of the service. SearXNG needs none. It is sent to the service's address only. */
  readonly key?: string;
  /** Address of the service. Default: the service's own. Required for SearXNG, such as `http://127.0.0.1:8888`. */
  readonly url?: string;
  /** Milliseconds for a request. Default: 30,000. */
  readonly timeout?: number;
  /** Retries after a failure that may pass. Default: 3. */
  readonly retries?: number;
  /** Default: the global `fetch`. */
  readonly fetch?: typeof fetch;
  /** Default: `setTimeout`. */
  readonly sleep?: Sleep;
}

/** How a service is asked, and where its results are. */
interface Service {
  readonly url: string;
  /** Largest number of results. */
  readonly most: number;
  request(query: string, count: number, key: string): { readonly path: string; readonly init: RequestInit };
  /** Returns the list of results in a reply. */
  list(reply: Fields): unknown;
  readonly fields: {
    readonly title: string;
    readonly url: string;
    readonly snippet: string;
    readonly date: string;
  };
}

type Fields = Readonly<Record<string, unknown>>;

const JSON_TYPE = { 'content-type': 'application/json' };

const SERVICES: Readonly<Record<SearchServiceName, Service>> = {
  searxng: {
    url: '',
    most: 50,
    request: (query) => ({ path: `/search?${new URLSearchParams({ q: query, format: 'json' })}`, init: {} }),
    list: ({ results }) => results,
    fields: { title: 'title', url: 'url', snippet: 'content', date: 'publishedDate' },
  },
  serper: {
    url: 'https://google.serper.dev',
    most: 100,
    request: (query, num, key) => ({
      path: '/search',
      init: {
        method: 'POST',
        headers: { ...JSON_TYPE, 'X-API-KEY': key },
        body: JSON.stringify({ q: query, num }),
      },
    }),
    // `organic` is absent if nothing was found.
    list: ({ organic = [] }) => organic,
    fields: { title: 'title', url: 'link', snippet: 'snippet', date: 'date' },
  },
  brave: {
    url: 'https://api.search.brave.com',
    most: 20,
    request: (query, count, key) => ({
      path: `/res/v1/web/search?${new URLSearchParams({ q: query, count: String(count) })}`,
      init: { headers: { accept: 'application/json', 'X-Subscription-Token': key } },
    }),
    list: ({ web }) => (web as Fields | undefined)?.results ?? [],
    fields: { title: 'title', url: 'url', snippet: 'description', date: 'age' },
  },
  tavily: {
    url: 'https://api.tavily.com',
    most: 20,
    request: (query, count, key) => ({
      path: '/search',
      init: {
        method: 'POST',
        headers: { ...JSON_TYPE, authorization: `Bearer ${key}` },
        body: JSON.stringify({ query, max_results: count }),
      },
    }),
    list: ({ results }) => results,
    fields: { title: 'title', url: 'url', snippet: 'content', date: 'published_date' },
  },
};

export const SEARCH_SERVICES = Object.keys(SERVICES) as readonly SearchServiceName[];

/** Longest query, in characters. */
const LONGEST_QUERY = 2000;
/** Longest snippet, in characters. */
const LONGEST_SNIPPET = 1000;
/** Longest reply, in bytes. */
const LONGEST_REPLY = 5 * 2 ** 20;

/**
 * Creates a search tool over a search service. Every failure of the service is an outage, after retries. The key is
 * never part of a failure.
 *
 * @throws AtomMemError `bad-option` without a key, or without the address of SearXNG.
 * @example
 * const search = searchService({ service: 'searxng', url: 'http://127.0.0.1:8888' });
 */
export function searchService(options: SearchServiceOptions): SearchTool {
  const service = SERVICES[options.service];
  if (service === undefined)
    throw refuse(
      'service',
      `there is no search service "${options.service}"`,
      `Choose one of ${SEARCH_SERVICES.join(', ')}`,
    );
  const { key = '', retries = 3, sleep } = options;
  const base = (options.url ?? service.url).replace(/\/+$/, '');
  if (base === '')
    throw refuse(
      'url',
      `${options.service} needs the address of a server`,
      'Give `url`, such as http://127.0.0.1:8888',
    );
  if (key === '' && options.service !== 'searxng')
    throw refuse('key', `${options.service} needs a key`, 'Give `key`');
  return {
    name: options.service,
    async search(query, { count, signal }) {
      const most = Math.max(1, Math.min(count, service.most));
      const { path, init } = service.request(query.slice(0, LONGEST_QUERY), most, key);
      const result = await retry(() => ask(base + path, { ...init, signal }, service, options), {
        ...{ retries, firstWait: 1000, longestWait: 8000, sleep, signal },
      });
      if ('problem' in result) return { ok: false, failure: result.problem };
      return { ok: true, results: result.value.slice(0, count) };
    },
  };
}

type Asked =
  | { readonly value: readonly SearchResult[] }
  | { readonly problem: WebFailure; readonly retry?: { readonly after?: number } };

async function ask(
  url: string,
  { signal, ...init }: RequestInit,
  service: Service,
  { key, timeout = 30_000, fetch: send = fetch }: SearchServiceOptions,
): Promise<Asked> {
  const limit = AbortSignal.timeout(timeout);
  const name = new URL(url).host;
  const quote = (text: string): string => quoteText(text, { secrets: [key] });
  try {
    const within = signal == null ? limit : AbortSignal.any([signal, limit]);
    const response = await send(url, { ...init, redirect: 'error', signal: within });
    const text = await readLimited(response);
    if (!response.ok) {
      const { status } = response;
      const hint =
        status === 403 && service === SERVICES.searxng ? '; enable the format json in its settings' : '';
      const { failure } = failCall(
        status < 500 ? 'refused' : 'server',
        `${name} answered ${status}: ${quote(text)}${hint}`,
        true,
      );
      const passes = status === 408 || status === 429 || status >= 500;
      return passes
        ? { problem: failure, retry: { after: readRetryAfter((header) => response.headers.get(header)) } }
        : { problem: failure };
    }
    return readResults(text, service, name);
  } catch (cause) {
    if (signal?.aborted) return { problem: failCall('aborted', 'the run was aborted').failure };
    const kind = limit.aborted ? 'timeout' : 'server';
    const { message, cause: inner } = cause as Error;
    const why = quote(inner instanceof Error ? inner.message : message);
    return { problem: failCall(kind, `${name} cannot be reached: ${why}`, true).failure, retry: {} };
  }
}

async function readLimited(response: Response): Promise<string> {
  const reader = response.body?.getReader();
  const parts: Uint8Array[] = [];
  let size = 0;
  for (;;) {
    const { done, value } = (await reader?.read()) ?? { done: true, value: undefined };
    if (done) return Buffer.concat(parts).toString('utf8');
    size += value.length;
    parts.push(value);
    if (size <= LONGEST_REPLY) continue;
    // A server that does not notice must not hold up the run.
    reader?.cancel().catch(() => undefined);
    throw new Error(`the reply has more than ${LONGEST_REPLY} bytes`);
  }
}

function readResults(text: string, { list, fields }: Service, name: string): Asked {
  const malformed = (why: string): Asked => ({
    problem: failCall('malformed', `${name}: ${why}`, true).failure,
  });
  let reply: unknown;
  try {
    reply = JSON.parse(text);
  } catch {
    return malformed('the reply is not JSON');
  }
  if (typeof reply !== 'object' || reply === null || Array.isArray(reply))
    return malformed('the reply is not an object');
  const found = list(reply as Fields);
  if (!Array.isArray(found)) return malformed('the reply holds no list of results');
  const results = new Map<string, SearchResult>();
  for (const each of found) {
    const url = readText(each, fields.url);
    if (!/^https?:\/\//i.test(url) || results.has(url)) continue;
    const date = readText(each, fields.date);
    results.set(url, {
      title: toPlain(readText(each, fields.title)),
      url,
      snippet: toPlain(readText(each, fields.snippet)).slice(0, LONGEST_SNIPPET),
      ...(date !== '' && { date }),
    });
  }
  return { value: [...results.values()] };
}

function readText(record: unknown, key: string): string {
  const value = typeof record === 'object' && record !== null ? (record as Fields)[key] : undefined;
  return typeof value === 'string' ? value : '';
}

/** Services put tags and entities into titles and snippets. */
function toPlain(text: string): string {
  const entities: Readonly<Record<string, string>> = {
    amp: '&',
    lt: '<',
    gt: '>',
    quot: '"',
    '#39': "'",
    '#x27': "'",
    nbsp: ' ',
  };
  return stripHidden(
    text
      .replace(/<\/?(?:strong|b|em|i|mark|br|p|span)\b[^>]{0,200}>/gi, ' ')
      .replace(/&(#?\w{1,6});/g, (all, name: string) => entities[name.toLowerCase()] ?? all),
  )
    .replace(/\s+/g, ' ')
    .trim();
}

function refuse(option: string, problem: string, remedy: string): AtomMemError<'bad-option'> {
  return new AtomMemError('bad-option', { problem, remedy, details: { option } });
}
