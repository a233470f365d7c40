/**
 * `pageReader`: reads pages of the web within limits.
 *
 * @module
 */
import { type Clock, systemClock } from '../shared/clock.ts';
import { readRetryAfter, type Sleep, sleepByTimer } from '../shared/retry.ts';
import { bodyToPage, type ExtractArticle } from './body-to-page.ts';
import { type GetOptions, type GetOutcome, type GetReply, httpGet } from './http-get.ts';
import type { CachedPage, PageCache } from './page-cache.ts';
import { ALLOW_ALL, ALLOW_NONE, parseRobots, ROBOTS_BYTES, type RobotsRules } from './robots.ts';
import { failCall, type ReadOutcome, type ReadTool } from './web-tools.ts';

export interface PageReaderOptions extends Omit<GetOptions, 'headers' | 'signal'> {
  /** Keeps pages between runs. Default: none. */
  readonly cache?: PageCache;
  /** Milliseconds after which a cached page is asked for again, with its ETag. Default: one day. */
  readonly maxAge?: number;
  /** Whether robots.txt is obeyed. Default: `obey`. */
  readonly robots?: 'obey' | 'ignore';
  /** Milliseconds between two requests to a host. Default: 1,000. */
  readonly delay?: number;
  /** Longest wait that a site may ask for by `Retry-After` or `Crawl-delay`, in milliseconds. Default: 10,000. */
  readonly longestWait?: number;
  /** Sent to sites. Default: the name of the package and its address. */
  readonly userAgent?: string;
  /**
   * Reduces HTML to its article before it is read, such as `loadArticleExtractor()`. `undefined` keeps the whole page.
   * Not called for pages with more than 200 nested elements. Default: none.
   */
  readonly extractArticle?: ExtractArticle;
  /** Default: wall time. */
  readonly clock?: Clock;
  /** Default: `setTimeout`. */
  readonly sleep?: Sleep;
}

const AGENT = 'atommem';

/**
 * Creates a tool that reads pages: HTML, plain text, Markdown, JSON and, with the package `unpdf`, PDF. It connects
 * only to public addresses (see `AddressRules`), obeys robots.txt, and sends one request at a time to a host. It
 * sends no cookies, no credentials and nothing but GET, and uses no proxy.
 *
 * Every problem of a page is a failure with a kind. None is an outage, because other pages may still be readable.
 *
 * @example
 * const task = webTask({ id, questions, tools: { search, read: pageReader() } });
 */
export function pageReader(options: PageReaderOptions = {}): ReadTool {
  const { cache, maxAge = 24 * 3_600_000, clock = systemClock } = options;
  const get = createPoliteGet(options);

  async function readFresh(
    url: string,
    known: CachedPage | undefined,
    signal?: AbortSignal,
  ): Promise<ReadOutcome> {
    const outcome = await get(url, {
      headers: {
        ...(known?.etag !== undefined && { 'if-none-match': known.etag }),
        ...(known?.lastModified !== undefined && { 'if-modified-since': known.lastModified }),
      },
      signal,
    });
    if (!outcome.ok) return outcome;
    const { reply } = outcome;
    if (reply.status === 304 && known !== undefined) {
      await cache?.put(url, { ...known, time: clock() });
      return { ok: true, page: known.page };
    }
    const problem = findStatusProblem(reply);
    if (problem !== undefined) return problem;
    const read = await bodyToPage(reply, options.extractArticle);
    if (read.ok) {
      const { etag, 'last-modified': lastModified } = reply.headers;
      await cache?.put(url, { page: read.page, time: clock(), etag, lastModified });
    }
    return read;
  }

  return {
    name: 'reader',
    async read(url, { signal } = {}) {
      const known = await cache?.get(url);
      if (known !== undefined && clock() - known.time < maxAge) return { ok: true, page: known.page };
      return readFresh(url, known, signal);
    },
  };
}

function findStatusProblem({ status, url }: GetReply): ReadOutcome | undefined {
  if (status === 204 || status === 205) return failCall('empty', `${url} has no content (${status})`);
  if (status >= 200 && status < 300) return undefined;
  if (status === 404 || status === 410) return failCall('not-found', `${url} does not exist (${status})`);
  if (status >= 500) return failCall('server', `the server of ${url} failed (${status})`);
  return failCall('refused', `the server refused ${url} (${status})`);
}

type Get = (
  url: string,
  options: { readonly headers?: Readonly<Record<string, string>>; readonly signal?: AbortSignal },
) => Promise<GetOutcome>;

/** Returns a GET that obeys robots.txt, spaces requests to a host, and repeats a request once if asked to wait. */
function createPoliteGet(options: PageReaderOptions): Get {
  const { delay = 1000, longestWait = 10_000, robots = 'obey' } = options;
  const { clock = systemClock, sleep = sleepByTimer } = options;
  const userAgent = options.userAgent ?? `${AGENT} (+https://github.com/atommem/atommem)`;
  const turns = new Map<string, Promise<unknown>>();
  const lastRequest = new Map<string, number>();
  const rules = new Map<string, Promise<RobotsRules>>();

  /** Runs one request at a time for a host, after the delay. */
  async function inTurn(
    host: string,
    wait: number,
    run: () => Promise<GetOutcome>,
    signal?: AbortSignal,
  ): Promise<GetOutcome> {
    const before = turns.get(host) ?? Promise.resolve();
    const turn = before.then(async () => {
      const due = (lastRequest.get(host) ?? Number.NEGATIVE_INFINITY) + wait;
      if (due > clock()) await sleep(due - clock(), signal);
      const outcome = signal?.aborted ? failCall('aborted', 'the run was aborted') : await run();
      lastRequest.set(host, clock());
      return outcome;
    });
    turns.set(
      host,
      turn.catch(() => undefined),
    );
    return turn;
  }

  function send(
    url: string,
    { headers, signal }: Parameters<Get>[1],
    limits = options.limits,
  ): Promise<GetOutcome> {
    return httpGet(url, { ...options, limits, headers: { 'user-agent': userAgent, ...headers }, signal });
  }

  async function loadRules(origin: string, signal?: AbortSignal): Promise<RobotsRules> {
    const limits = { ...options.limits, bytes: ROBOTS_BYTES };
    const outcome = await send(`${origin}/robots.txt`, { signal }, limits);
    // RFC 9309: a site that cannot be reached disallows everything, one without the file nothing.
    if (!outcome.ok) return outcome.failure.kind === 'too-large' ? ALLOW_ALL : ALLOW_NONE;
    const { status, body } = outcome.reply;
    if (status >= 500) return ALLOW_NONE;
    return status === 200 ? parseRobots(body.toString('utf8'), AGENT) : ALLOW_ALL;
  }

  function findRules(origin: string, signal?: AbortSignal): Promise<RobotsRules> {
    const known = rules.get(origin) ?? loadRules(origin, signal);
    rules.set(origin, known);
    return known;
  }

  return async (address, request) => {
    if (!URL.canParse(address))
      return failCall('bad-address', `${JSON.stringify(address.slice(0, 100))} is not an address`);
    const { origin, host, pathname, search } = new URL(address);
    let wait = delay;
    if (robots === 'obey' && /^https?:/.test(origin)) {
      const found = await findRules(origin, request.signal);
      if (found !== ALLOW_NONE && !found.isAllowed(pathname + search))
        return failCall('robots', `${host} does not allow ${pathname} in its robots.txt`);
      // A site whose robots.txt failed is asked for the page only if the failure was the address itself.
      if (found === ALLOW_NONE) return explainUnreachable(address, request);
      if (found.delay !== undefined) wait = Math.min(longestWait, Math.max(delay, found.delay * 1000));
    }
    const run = (): Promise<GetOutcome> => send(address, request);
    const outcome = await inTurn(host, wait, run, request.signal);
    if (!outcome.ok || (outcome.reply.status !== 429 && outcome.reply.status !== 503)) return outcome;
    const { headers } = outcome.reply;
    const after = readRetryAfter((name) => headers[name]);
    if (after === undefined || after > longestWait) return outcome;
    return inTurn(host, Math.max(after, wait), run, request.signal);
  };

  /** Names the real problem of an address whose robots.txt could not be read. */
  async function explainUnreachable(address: string, request: Parameters<Get>[1]): Promise<GetOutcome> {
    const { origin, host } = new URL(address);
    rules.delete(origin);
    const outcome = await send(`${origin}/robots.txt`, request, { ...options.limits, bytes: ROBOTS_BYTES });
    if (!outcome.ok) return outcome;
    return failCall('robots', `the robots.txt of ${host} cannot be read (${outcome.reply.status})`);
  }
}
