/**
 * Failures of the API: a status for the transport, a code for programs, a message with a remedy for people.
 *
 * @module
 */
import { AtomMemError } from '../shared/error.ts';

const CODES: Readonly<Record<number, string>> = {
  400: 'bad-request',
  401: 'unauthorized',
  403: 'forbidden',
  404: 'not-found',
  405: 'bad-method',
  413: 'too-large',
  415: 'bad-content-type',
  501: 'missing-package',
};

/** A client error. */
export class ApiError extends Error {
  readonly status: number;
  readonly code: string;
  constructor(status: number, message: string) {
    super(message);
    this.status = status;
    this.code = CODES[status] ?? 'bad-request';
  }
}

/** The response to the client. */
export interface ApiFailure {
  readonly status: number;
  readonly code: string;
  readonly message: string;
}

/** Bad arguments are client errors. Other failures come from the store: 503, because a retry may succeed. */
export function describeFailure(error: unknown): ApiFailure {
  if (error instanceof ApiError) return { status: error.status, code: error.code, message: error.message };
  if (AtomMemError.isInstance(error)) {
    const status = error.code.startsWith('bad-') ? 400 : 503;
    return { status, code: error.code, message: error.message };
  }
  return {
    status: 500,
    code: 'internal',
    message: 'The server failed. Look at its terminal, and report the request that caused it.',
  };
}
