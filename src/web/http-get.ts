/**
 * A GET request within limits, to checked addresses only.
 *
 * @module
 */
import { lookup as lookUpHost } from 'node:dns/promises';
import * as http from 'node:http';
import * as https from 'node:https';
import { isIP, type LookupFunction } from 'node:net';
import type { Readable } from 'node:stream';
import { createBrotliDecompress, createGunzip, createInflate } from 'node:zlib';
import { type AddressRules, checkUrl, isPublicAddress, readHost } from './check-address.ts';
import { failCall, type WebFailure } from './web-tools.ts';

export interface HostAddress {
  readonly address: string;
  readonly family: number;
}

export interface GetLimits {
  /** Milliseconds until the connection is open. Default: 5,000. */
  readonly connect: number;
  /** Milliseconds until the headers have come. Default: 10,000. */
  readonly headers: number;
  /** Milliseconds of the whole request, redirects included. Default: 30,000. */
  readonly total: number;
  /** Bytes of the body after decompression. Default: 5 MiB. */
  readonly bytes: number;
  /** Redirects that are followed. Default: 5. */
  readonly redirects: number;
}

export const GET_LIMITS: GetLimits = {
  connect: 5000,
  headers: 10_000,
  total: 30_000,
  bytes: 5 * 2 ** 20,
  redirects: 5,
};

export interface GetOptions extends AddressRules {
  readonly limits?: Partial<GetLimits>;
  readonly headers?: Readonly<Record<string, string>>;
  /** Resolves a host to all its addresses. Default: the system's resolver. */
  readonly resolve?: (host: string) => Promise<readonly HostAddress[]>;
  /** Called with every address that is connected to. */
  readonly onConnect?: (address: string, port: number) => void;
  readonly signal?: AbortSignal;
}

export interface GetReply {
  /** Address after redirects. */
  readonly url: string;
  readonly status: number;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: Buffer;
}

export type GetOutcome =
  | { readonly ok: true; readonly reply: GetReply }
  | { readonly ok: false; readonly failure: WebFailure };

/**
 * Sends a GET request and follows redirects. Every hop is checked in full: the address, then every IP address of the
 * host, then the address that the socket connected to. The checked addresses are the ones that are connected to, so
 * that a second answer of the resolver has no effect.
 */
export async function httpGet(address: string, options: GetOptions = {}): Promise<GetOutcome> {
  const limits = { ...GET_LIMITS, ...options.limits };
  const deadline = AbortSignal.timeout(limits.total);
  const signal = options.signal === undefined ? deadline : AbortSignal.any([deadline, options.signal]);
  let next = address;
  for (let hops = 0; hops <= limits.redirects; hops++) {
    const checked = checkUrl(next, options);
    if (!checked.ok) return checked;
    const { url } = checked;
    const places = await findAddresses(url, checked.allowPrivate, options, signal);
    if (!places.ok) return places;
    const outcome = await request(url, places.addresses, { ...options, limits, signal });
    if (!outcome.ok) return options.signal?.aborted ? failCall('aborted', 'the run was aborted') : outcome;
    const target = readRedirect(outcome.reply, url);
    if (target === undefined) return outcome;
    if (url.protocol === 'https:' && target.startsWith('http:'))
      return failCall('bad-address', `${url.host} redirects from https to http`);
    next = target;
  }
  return failCall('too-many-redirects', `${address} redirects more than ${limits.redirects} times`);
}

const REDIRECTS: ReadonlySet<number> = new Set([301, 302, 303, 307, 308]);

function readRedirect({ status, headers }: GetReply, from: URL): string | undefined {
  const { location } = headers;
  if (!REDIRECTS.has(status) || location === undefined || !URL.canParse(location, from.href))
    return undefined;
  return new URL(location, from).href;
}

type Addresses =
  | { readonly ok: true; readonly addresses: readonly HostAddress[] }
  | { readonly ok: false; readonly failure: WebFailure };

/** Resolves the host and checks every address. One private address among public ones is refused too. */
async function findAddresses(
  url: URL,
  allowPrivate: boolean,
  { resolve = resolveHost }: GetOptions,
  signal: AbortSignal,
): Promise<Addresses> {
  const host = readHost(url);
  const family = isIP(host);
  let addresses: readonly HostAddress[];
  try {
    addresses = family !== 0 ? [{ address: host, family }] : await withSignal(resolve(host), signal);
  } catch (cause) {
    if (signal.aborted) return failCall('timeout', `the host ${host} was not resolved in time`);
    return failCall('not-found', `the host ${host} cannot be resolved (${readCode(cause)})`);
  }
  if (addresses.length === 0) return failCall('not-found', `the host ${host} has no address`);
  const wrong = addresses.find(({ address }) => !allowPrivate && !isPublicAddress(address));
  if (wrong === undefined) return { ok: true, addresses };
  return failCall('private-address', `${host} leads to ${wrong.address}, which is not a public address`);
}

async function resolveHost(host: string): Promise<readonly HostAddress[]> {
  return lookUpHost(host, { all: true });
}

function withSignal<Value>(promise: Promise<Value>, signal: AbortSignal): Promise<Value> {
  return new Promise((resolve, reject) => {
    const stop = (): void => reject(signal.reason);
    if (signal.aborted) stop();
    signal.addEventListener('abort', stop, { once: true });
    promise.then(resolve, reject).finally(() => signal.removeEventListener('abort', stop));
  });
}

interface RequestOptions extends GetOptions {
  readonly limits: GetLimits;
  readonly signal: AbortSignal;
}

function request(url: URL, addresses: readonly HostAddress[], options: RequestOptions): Promise<GetOutcome> {
  const { limits, signal, onConnect } = options;
  const lookup: LookupFunction = (_host, { all }, done) => {
    const [first] = addresses;
    if (all)
      done(
        null,
        addresses.map(({ address, family }) => ({ address, family })),
      );
    else done(null, first!.address, first!.family);
  };
  return new Promise((resolve) => {
    let phase: 'connect' | 'headers' = 'connect';
    const sent = (url.protocol === 'https:' ? https : http).get(url, {
      lookup,
      signal,
      agent: false,
      headers: {
        accept: 'text/html, text/plain;q=0.9, */*;q=0.1',
        'accept-encoding': 'gzip, br, deflate',
        ...options.headers,
      },
      maxHeaderSize: 64 * 1024,
    });
    const fail = (failure: GetOutcome): void => {
      clearTimeout(timer);
      resolve(failure);
      sent.destroy();
    };
    const late = (): void => fail(failCall('timeout', `${url.host} did not answer in time (${phase})`));
    let timer = setTimeout(late, limits.connect);
    sent.on('socket', (socket) => {
      socket.on('connect', () => {
        const { remoteAddress = '', remotePort = 0 } = socket;
        onConnect?.(remoteAddress, remotePort);
        if (!addresses.some(({ address }) => isSameAddress(address, remoteAddress)))
          fail(failCall('private-address', `${url.host} led to an address that was not checked`));
        clearTimeout(timer);
        phase = 'headers';
        timer = setTimeout(late, limits.headers);
      });
    });
    sent.on('error', (cause) => fail(toFailure(cause, url, signal)));
    sent.on('response', (response) => {
      clearTimeout(timer);
      const status = response.statusCode ?? 0;
      const headers = Object.fromEntries(
        Object.entries(response.headers).flatMap(([name, value]) =>
          value === undefined ? [] : [[name, String(value)]],
        ),
      );
      readBody(response, limits.bytes).then(
        (body) => resolve({ ok: true, reply: { url: url.href, status, headers, body } }),
        (cause: Error) =>
          fail(cause instanceof TooLarge ? cause.outcome(url) : toFailure(cause, url, signal)),
      );
    });
  });
}

function isSameAddress(one: string, other: string): boolean {
  const plain = (address: string): string => address.replace(/^::ffff:(?=\d+\.)/, '').toLowerCase();
  return plain(one) === plain(other);
}

class TooLarge extends Error {
  readonly limit: number;
  constructor(limit: number) {
    super('too large');
    this.limit = limit;
  }
  outcome(url: URL): GetOutcome {
    return failCall(
      'too-large',
      `${url.host}${url.pathname} has more than ${Math.round(this.limit / 2 ** 10)} KiB`,
    );
  }
}

/** Reads and decompresses a body, and counts bytes on both sides. */
async function readBody(response: http.IncomingMessage, limit: number): Promise<Buffer> {
  const encoding = String(response.headers['content-encoding'] ?? '')
    .trim()
    .toLowerCase();
  const unpack = UNPACK[encoding]?.();
  const source: Readable = unpack === undefined ? response : response.pipe(unpack);
  // `pipe` does not pass errors on.
  response.on('error', (cause) => unpack?.destroy(cause));
  response.on('aborted', () => source.destroy(new Error('the connection was cut')));
  const parts: Buffer[] = [];
  let size = 0;
  try {
    for await (const part of source) {
      size += (part as Buffer).length;
      if (size > limit) throw new TooLarge(limit);
      parts.push(part as Buffer);
    }
  } finally {
    response.destroy();
  }
  return Buffer.concat(parts);
}

const UNPACK: Readonly<Record<string, (() => NodeJS.ReadWriteStream & Readable) | undefined>> = {
  gzip: createGunzip,
  'x-gzip': createGunzip,
  deflate: createInflate,
  br: createBrotliDecompress,
};

function toFailure(cause: Error, url: URL, signal: AbortSignal): GetOutcome {
  if (signal.aborted) return failCall('timeout', `${url.host} took too long`);
  const code = readCode(cause);
  if (code === 'ENOTFOUND' || code === 'ECONNREFUSED')
    return failCall('not-found', `${url.host} cannot be reached (${code})`);
  return failCall('server', `the connection to ${url.host} failed (${code})`);
}

function readCode(cause: unknown): string {
  const { code, message } = cause as NodeJS.ErrnoException;
  return code ?? message?.slice(0, 100) ?? 'unknown';
}
