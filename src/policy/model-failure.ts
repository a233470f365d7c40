import { redact, stripControls } from '../shared/redact.ts';
import { readRetryAfter } from '../shared/retry.ts';
import type { Failure } from './policy.ts';

/** What went wrong in one call of a model, and whether another attempt may help. */
export interface ModelFailure {
  readonly failure: Failure;
  /** Rate limit, server error or network error; never another refusal. */
  readonly transient: boolean;
  /** Milliseconds that the server asks to wait. */
  readonly retryAfter?: number;
}

/** Characters of a server's own words that a failure keeps. */
const LONGEST_MESSAGE = 300;

const TIMEOUT_CODES = new Set(['UND_ERR_HEADERS_TIMEOUT', 'UND_ERR_BODY_TIMEOUT', 'UND_ERR_CONNECT_TIMEOUT']);

/** Sorts what a model call threw. Total: anything gives a failure, on one line and without secrets. */
export function classifyModelError(error: unknown): ModelFailure {
  const message = messageOf(error);
  const status = numberAt(error, 'statusCode');
  if (status !== undefined && status >= 300) return answered(status, message, headersOf(error));
  const causes = causesOf(error);
  if (causes.some((cause) => TIMEOUT_CODES.has(String(fieldOf(cause, 'code')))))
    return { failure: modelFailure('timeout', `no answer in time: ${message}`), transient: false };
  if (fieldOf(error, 'isRetryable') === true || causes.some(isNetworkError))
    return { failure: modelFailure('network', `${message}${reasonOf(causes)}`), transient: true };
  const malformed =
    status !== undefined || /Invalid|Parse|Validation|NoOutput|EmptyResponse/.test(nameOf(error));
  return { failure: modelFailure(malformed ? 'malformed' : 'unknown', message), transient: false };
}

export function modelFailure(kind: Failure['kind'], message: string): Failure {
  return { boundary: 'model', kind, message };
}

function answered(status: number, message: string, headers: Readonly<Record<string, string>>): ModelFailure {
  const wait = readRetryAfter((name) => headers[name]);
  return {
    failure: modelFailure(
      status >= 500 ? 'server' : 'refused',
      `the model server answered ${status}: ${message}`,
    ),
    transient: status === 429 || status >= 500,
    ...(wait !== undefined && { retryAfter: wait }),
  };
}

function isNetworkError(error: unknown): boolean {
  const code = String(fieldOf(error, 'code') ?? '');
  return (
    /^(?!ERR_)E[A-Z_]{3,}$|^UND_ERR_SOCKET$/.test(code) ||
    /^(?:fetch failed|terminated)$/.test(messageOf(error))
  );
}

function reasonOf(causes: readonly unknown[]): string {
  const code = causes.map((cause) => fieldOf(cause, 'code')).find((found) => typeof found === 'string');
  return code === undefined ? '' : ` (${code})`;
}

/** The error itself and what caused it, outermost first. */
function causesOf(error: unknown): readonly unknown[] {
  const causes: unknown[] = [];
  for (let cause = error; cause !== undefined && causes.length < 8; cause = fieldOf(cause, 'cause'))
    causes.push(cause);
  return causes;
}

function messageOf(error: unknown): string {
  const text = String(fieldOf(error, 'message') ?? error);
  const line = redact(stripControls(text)).replace(/\s+/g, ' ').trim();
  return line.length > LONGEST_MESSAGE ? `${line.slice(0, LONGEST_MESSAGE)}…` : line;
}

function headersOf(error: unknown): Readonly<Record<string, string>> {
  const headers = fieldOf(error, 'responseHeaders');
  return typeof headers === 'object' && headers !== null ? { ...headers } : {};
}

function nameOf(error: unknown): string {
  return String(fieldOf(error, 'name') ?? '');
}

function numberAt(error: unknown, key: string): number | undefined {
  const value = fieldOf(error, key);
  return typeof value === 'number' ? value : undefined;
}

function fieldOf(value: unknown, key: string): unknown {
  return typeof value === 'object' && value !== null ? (value as Record<string, unknown>)[key] : undefined;
}
