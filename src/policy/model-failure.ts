/**
 * Classifies errors of model calls: the failure, the server's message, and whether to retry.
 *
 * @module
 */
import { quoteText } from '../shared/redact.ts';
import { readRetryAfter } from '../shared/retry.ts';
import type { Failure } from './policy.ts';
import { readServerWords } from './server-words.ts';

/** The failure of one model call, and whether a retry may help. */
export interface ModelFailure {
  readonly failure: Failure;
  /** A rate limit, a server error or a network error. Other refusals are final. */
  readonly transient: boolean;
  /** Milliseconds that the server asks to wait. */
  readonly retryAfter?: number;
}

const TIMEOUT_CODES = new Set(['UND_ERR_HEADERS_TIMEOUT', 'UND_ERR_BODY_TIMEOUT', 'UND_ERR_CONNECT_TIMEOUT']);

/** Converts any thrown value to a failure: one line, at most 300 characters of the server's message, no keys. */
export function classifyModelError(error: unknown): ModelFailure {
  const message = readMessage(error);
  const status = readNumber(error, 'statusCode');
  const body = readField(error, 'responseBody');
  const words = typeof body === 'string' && body.trim() !== '' ? readServerWords(body) : undefined;
  const said = words?.text || message;
  if (status !== undefined && status >= 300) {
    const failure = describeStatus(status, `the model server answered ${status}: ${said}`);
    const transient = isTransient(status) && words?.exhausted !== true;
    return addWait({ failure, transient, retryAfter: readRetryAfter(readHeaders(error)) }, status);
  }
  if (words?.isError) {
    const inner = words.status ?? 500;
    const failure = describeStatus(
      inner,
      `the model server answered ${status ?? 200} with an error: ${said}`,
    );
    const transient = words.status !== undefined && isTransient(inner) && !words.exhausted;
    return addWait({ failure, transient, retryAfter: readRetryAfter(readHeaders(error)) }, inner);
  }
  const causes = listCauses(error);
  if (causes.some((cause) => TIMEOUT_CODES.has(String(readField(cause, 'code')))))
    return { failure: modelFailure('timeout', `no answer in time: ${message}`), transient: false };
  if (readField(error, 'isRetryable') === true || causes.some(isNetworkError))
    return { failure: modelFailure('network', `${message}${nameCode(causes)}`), transient: true };
  const malformed =
    status !== undefined || /Invalid|Parse|Validation|NoOutput|EmptyResponse/.test(readName(error));
  const quoted = words === undefined || words.text === '' ? message : `${message}: ${words.text}`;
  return { failure: modelFailure(malformed ? 'malformed' : 'unknown', quoted), transient: false };
}

export function modelFailure(kind: Failure['kind'], message: string): Failure {
  return { boundary: 'model', kind, message };
}

function describeStatus(status: number, message: string): Failure {
  return modelFailure(status >= 500 ? 'server' : 'refused', message);
}

/** Adds the requested wait to the failure, for reports. A rate limit is temporary even without one. */
function addWait(one: ModelFailure, status: number): ModelFailure {
  const retryAfter = one.retryAfter ?? (status === 429 ? 0 : undefined);
  if (!one.transient || retryAfter === undefined) return one;
  return { ...one, failure: { ...one.failure, retryAfter } };
}

function isTransient(status: number): boolean {
  return status === 429 || status >= 500;
}

function isNetworkError(error: unknown): boolean {
  const code = String(readField(error, 'code') ?? '');
  return (
    /^(?!ERR_)E[A-Z_]{3,}$|^UND_ERR_SOCKET$/.test(code) ||
    /^(?:fetch failed|terminated)$/.test(readMessage(error))
  );
}

function nameCode(causes: readonly unknown[]): string {
  const code = causes.map((cause) => readField(cause, 'code')).find((found) => typeof found === 'string');
  return code === undefined ? '' : ` (${code})`;
}

/** Returns the error and its causes, outermost first. */
function listCauses(error: unknown): readonly unknown[] {
  const causes: unknown[] = [];
  for (let cause = error; cause !== undefined && causes.length < 8; cause = readField(cause, 'cause'))
    causes.push(cause);
  return causes;
}

function readMessage(error: unknown): string {
  return quoteText(String(readField(error, 'message') ?? error));
}

/** Header names can have any case, depending on the provider. */
function readHeaders(error: unknown): (name: string) => string | undefined {
  const headers = readField(error, 'responseHeaders');
  const entries = typeof headers === 'object' && headers !== null ? Object.entries(headers) : [];
  const values = new Map(entries.map(([name, value]) => [name.toLowerCase(), String(value)]));
  return (name) => values.get(name);
}

function readName(error: unknown): string {
  return String(readField(error, 'name') ?? '');
}

function readNumber(error: unknown, key: string): number | undefined {
  const value = readField(error, key);
  return typeof value === 'number' ? value : undefined;
}

function readField(value: unknown, key: string): unknown {
  return typeof value === 'object' && value !== null ? (value as Record<string, unknown>)[key] : undefined;
}
