/**
 * Sends requests to a Tinker server, with retries.
 *
 * @module
 */

import type { AtomMemError } from '../../shared/error.ts';
import { quoteText } from '../../shared/redact.ts';
import { readRetryAfter, retry } from '../../shared/retry.ts';
import { engineError } from '../engine-error.ts';
import type { TinkerLimits } from './limits.ts';

export interface TransportOptions {
  readonly url: string;
  readonly apiKey?: string;
  readonly limits: TinkerLimits;
  /** Aborts all requests and pauses. */
  readonly signal: AbortSignal;
  readonly fetch?: typeof globalThis.fetch;
}

export interface WireRequest {
  /** Path below `/api/v1`. */
  readonly path: string;
  /** Sent as JSON, or as bytes if it is protobuf. Without a body, the request is a GET. */
  readonly body?: object;
  /** Error statuses that the caller handles. */
  readonly handles?: readonly number[];
  /** The preferred form of the response. Default: `json`. */
  readonly accept?: 'json' | 'protobuf';
  /** Default: that of the limits. */
  readonly attempts?: number;
  /** Time limit of one attempt. A timeout counts as status 408. Default: that of the limits. */
  readonly time?: number;
}

export interface WireReply {
  readonly status: number;
  /** Parsed JSON or protobuf bytes, or `undefined` if the body is neither. */
  readonly body: unknown;
}

/** Sends requests, and repeats them byte for byte until the server answers. */
export interface Transport {
  /** Host and port, for messages. */
  readonly host: string;
  /**
   * Sends a request.
   *
   * @throws AtomMemError `unreachable`, `unauthorized`, `refused`, `closed`
   */
  send(request: WireRequest): Promise<WireReply>;
  /** Quotes server text for a message: one line, truncated, without the key. */
  quote(text: string): string;
}

const PROTOBUF = 'application/x-protobuf';
/** Longest `Retry-After` that is obeyed (SDK: 60 s). */
const LONGEST_WAIT = 60_000;
/** Fractional parts of its multiples are evenly spread. */
const GOLDEN = 0.618;
/** Statuses of a busy server: too many requests, or a paused account. */
const BUSY: readonly number[] = [402, 429];
/** Statuses that a retry may change. 0 means no response. */
const TRANSIENT: readonly number[] = [0, 408, 409, 425, ...BUSY];

export function createTransport(options: TransportOptions): Transport {
  const { limits, signal, apiKey } = options;
  const base = readBase(options.url);
  const { host } = new URL(base);
  const fetch = options.fetch ?? globalThis.fetch;
  // Lets a server tell a retry from a second request. No result depends on it.
  const client = crypto.randomUUID();
  let requests = 0;

  const quote = (text: string): string => quoteText(text, { secrets: [apiKey] });

  async function attempt(path: string, init: RequestInit, time: number): Promise<Attempt> {
    try {
      const limit = AbortSignal.timeout(time);
      const response = await fetch(`${base}${path}`, { ...init, signal: AbortSignal.any([signal, limit]) });
      const { status, headers } = response;
      const binary = headers.get('content-type')?.startsWith(PROTOBUF) === true;
      const body = binary ? new Uint8Array(await response.arrayBuffer()) : parse(await response.text());
      return { status, body, wait: readWait(headers), retry: headers.get('x-should-retry') };
    } catch (error) {
      if (signal.aborted) throw closed();
      const late = error instanceof Error && error.name === 'TimeoutError';
      const cause = late ? 'no answer in time' : describeReason(error);
      return { status: late ? 408 : 0, body: undefined, wait: undefined, retry: null, cause };
    }
  }

  async function send(request: WireRequest): Promise<WireReply> {
    const { path, handles = [], attempts = limits.attempts, time = limits.requestTime } = request;
    if (signal.aborted) throw closed();
    requests += 1;
    const init = createInit(request, apiKey, `${client}-${requests}`);
    // Spreads the retries of requests that failed together.
    const spread = 0.75 + 0.5 * ((requests * GOLDEN) % 1);
    const result = await retry<WireReply, Attempt>(
      async () => {
        const answer = await attempt(path, init, time);
        const { status, body, wait: after, retry: told } = answer;
        if ((status >= 200 && status < 300) || handles.includes(status)) return { value: { status, body } };
        const transient = told === null ? isTransient(status) : told === 'true';
        if (!transient) return { problem: answer };
        const busy = BUSY.includes(status);
        const tries = busy ? limits.busyAttempts : attempts;
        return { problem: answer, retry: { after, kind: busy ? 'busy' : 'failed', retries: tries - 1 } };
      },
      {
        retries: attempts - 1,
        firstWait: limits.pause,
        longestWait: limits.longestPause,
        spread: () => spread,
        signal,
      },
    );
    if ('value' in result) return result.value;
    if (signal.aborted) throw closed();
    const { status, body, cause } = result.problem;
    throw createFailure(host, path, {
      status,
      detail: quote(readDetail(body) ?? ''),
      tries: result.attempts,
      cause,
    });
  }

  return { host, send, quote };
}

interface Attempt {
  /** 0 if there was no response. */
  readonly status: number;
  readonly body: unknown;
  readonly wait: number | undefined;
  readonly retry: string | null;
  readonly cause?: string;
}

/** Returns the message of a FastAPI error body, or `undefined` if it is not one. */
export function readDetail(body: unknown): string | undefined {
  if (typeof body !== 'object' || body === null || !('detail' in body)) return undefined;
  const { detail } = body;
  return typeof detail === 'string' ? detail : JSON.stringify(detail);
}

function readBase(address: string): string {
  const url = URL.parse(address);
  const remedy = 'use one such as http://127.0.0.1:8000';
  if (url === null || !/^https?:$/.test(url.protocol))
    throw engineError('bad-config', `The server's url is not an http or https address`, remedy);
  if (url.username !== '' || url.password !== '' || url.search !== '' || url.hash !== '')
    throw engineError(
      'bad-config',
      `The url of ${url.host} contains credentials, a query or a fragment`,
      `${remedy}, and pass keys as apiKey`,
    );
  return `${url.href.replace(/\/+$/, '').replace(/\/api\/v1$/, '')}/api/v1`;
}

function createInit(
  { body, accept = 'json' }: WireRequest,
  apiKey: string | undefined,
  name: string,
): RequestInit {
  const headers: Record<string, string> = {
    accept: accept === 'json' ? 'application/json' : PROTOBUF,
    ...(apiKey !== undefined && { 'x-api-key': apiKey }),
  };
  if (body === undefined) return { method: 'GET', headers };
  const binary = body instanceof Uint8Array;
  return {
    method: 'POST',
    headers: {
      ...headers,
      'content-type': binary ? PROTOBUF : 'application/json',
      'x-idempotency-key': name,
    },
    body: binary ? (body as Uint8Array<ArrayBuffer>) : JSON.stringify(body),
  };
}

function isTransient(status: number): boolean {
  return TRANSIENT.includes(status) || status >= 500;
}

function readWait(headers: Headers): number | undefined {
  const wait = readRetryAfter((name) => headers.get(name));
  return wait !== undefined && wait <= LONGEST_WAIT ? wait : undefined;
}

function parse(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

/** Describes why `fetch` failed, which its message does not say. */
function describeReason(error: unknown): string {
  if (!(error instanceof Error)) return 'no answer';
  const { cause } = error;
  return cause instanceof Error && 'code' in cause ? String(cause.code) : 'the connection broke';
}

function createFailure(
  host: string,
  path: string,
  {
    status,
    detail,
    tries,
    cause,
  }: { status: number; detail: string; tries: number; cause: string | undefined },
): AtomMemError {
  const times = tries === 1 ? '' : ` after ${tries} tries`;
  const said = detail === '' ? '' : `: ${detail}`;
  if (status === 0 || (status === 408 && cause !== undefined))
    return engineError(
      'unreachable',
      `${host} does not answer ${path} (${cause})${times}`,
      `start the server or correct the url`,
    );
  if (status === 401 || status === 403)
    return engineError(
      'unauthorized',
      `${host} does not accept the API key (${status})`,
      `set apiKey to a key of this server`,
    );
  if (isTransient(status))
    return engineError(
      'unreachable',
      `${host} fails ${path} (${status}${said})${times}`,
      `check the server's log`,
    );
  return engineError(
    'refused',
    `${host} refuses ${path} (${status}${said})${times}`,
    "check the server's log",
  );
}

export function closed(): AtomMemError {
  return engineError('closed', 'The engine was closed or aborted', 'create a new one');
}
