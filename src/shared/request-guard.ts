/**
 * Checks the Host, Origin and token of a request to a local server.
 *
 * @module
 */

export interface GuardOptions {
  /** Required as `Authorization: Bearer …` or `?token=…`. Default: no token. */
  readonly token?: string;
  /** Allowed host names in addition to loopback. Default: none. */
  readonly hosts?: readonly string[];
}

/** The parts of a request that the guard reads. */
export interface GuardedRequest {
  /** Address, or path and query. */
  readonly url?: string;
  /** Returns a header by its lower-case name. */
  readonly header: (name: string) => string | undefined;
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
  request: GuardedRequest,
  { token, hosts = [] }: GuardOptions,
): Rejection | undefined {
  const allowed = [...LOOPBACK, ...hosts];
  if (!allowed.includes(readHost(`http://${request.header('host') ?? ''}`)))
    return { status: 403, message: 'The Host header names another machine. Use http://127.0.0.1.' };
  const origin = request.header('origin');
  const foreign = origin !== undefined && !allowed.includes(readHost(origin));
  if (foreign || request.header('sec-fetch-site') === 'cross-site')
    return { status: 403, message: 'Requests from pages of other origins are refused.' };
  if (token === undefined || isEqual(readToken(request), token)) return undefined;
  return {
    status: 401,
    message: 'The token is missing or wrong. Send the token of this server as "Authorization: Bearer …".',
  };
}

/** Returns the token of a request, or `''`. */
export function readToken({ url, header }: GuardedRequest): string {
  const [, bearer] = /^Bearer +(\S+)$/i.exec(header('authorization') ?? '') ?? [];
  return bearer ?? new URLSearchParams((url ?? '').split('?')[1]).get('token') ?? '';
}

function readHost(address: string): string {
  const url = URL.parse(address);
  return url?.protocol === 'http:' || url?.protocol === 'https:' ? url.hostname : '';
}

/** Compares in time that depends only on the length of the given text. */
export function isEqual(given: string, wanted: string): boolean {
  let difference = given.length ^ wanted.length;
  for (let place = 0; place < given.length; place++)
    difference |= given.charCodeAt(place) ^ wanted.charCodeAt(place % (wanted.length || 1));
  return difference === 0;
}
