/**
 * What a local server checks before it answers: who is asked, from where, and with which token.
 *
 * @module
 */
import { createHash, timingSafeEqual } from 'node:crypto';
import type { IncomingMessage } from 'node:http';

export interface GuardOptions {
  /** Must come as `Authorization: Bearer …` or `?token=…`. Default: no token. */
  readonly token?: string;
  /** Host names besides loopback that requests may name. Default: none. */
  readonly hosts?: readonly string[];
}

/** Why a request is not answered. */
export interface Rejection {
  readonly status: 401 | 403;
  readonly message: string;
}

const LOOPBACK = ['localhost', '127.0.0.1', '[::1]'];

/**
 * Returns why a request must not be answered. The Host header must name this machine, so that a web page cannot
 * reach the server through a name of its own (DNS rebinding). An Origin header must name this machine, too.
 */
export function rejectRequest(
  { headers, url }: Pick<IncomingMessage, 'headers' | 'url'>,
  { token, hosts = [] }: GuardOptions,
): Rejection | undefined {
  const allowed = [...LOOPBACK, ...hosts];
  if (!allowed.includes(readHost(`http://${headers.host ?? ''}`)))
    return { status: 403, message: 'The Host header names another machine. Use http://127.0.0.1.' };
  if (headers.origin !== undefined && !allowed.includes(readHost(headers.origin)))
    return { status: 403, message: 'Requests from pages of other origins are refused.' };
  if (headers['sec-fetch-site'] === 'cross-site')
    return { status: 403, message: 'Requests from pages of other origins are refused.' };
  if (token === undefined || isEqual(readToken(headers.authorization, url), token)) return undefined;
  return { status: 401, message: 'The token is missing or wrong. Open the address that the server printed.' };
}

function readHost(address: string): string {
  const url = URL.parse(address);
  return url?.protocol === 'http:' || url?.protocol === 'https:' ? url.hostname : '';
}

function readToken(authorization: string | undefined, url: string | undefined): string {
  if (authorization?.startsWith('Bearer ')) return authorization.slice('Bearer '.length);
  return new URLSearchParams((url ?? '').split('?')[1]).get('token') ?? '';
}

function isEqual(given: string, wanted: string): boolean {
  const digest = (text: string): Buffer => createHash('sha256').update(text).digest();
  return timingSafeEqual(digest(given), digest(wanted));
}
