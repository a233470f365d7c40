/**
 * Checks the Host, Origin and token of a request to a local server.
 *
 * @module
 */
import { createHash, timingSafeEqual } from 'node:crypto';
import type { IncomingMessage } from 'node:http';

export interface GuardOptions {
  /** Required as `Authorization: Bearer …` or `?token=…`. Default: no token. */
  readonly token?: string;
  /** Allowed host names in addition to loopback. Default: none. */
  readonly hosts?: readonly string[];
}

/** The reason a request is rejected. */
export interface Rejection {
  readonly status: 401 | 403;
  readonly message: string;
}

const LOOPBACK = ['localhost', '127.0.0.1', '[::1]'];

/**
 * Returns the reason to reject a request, if any. The Host header must name this machine, so that a web page cannot
 * reach the server through its own domain (DNS rebinding). An Origin header must also name this machine.
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
