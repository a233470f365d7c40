/**
 * Makes the errors that engines throw.
 *
 * @module
 */
import { AtomMemError, type AtomMemErrorCode, type EngineFailure } from '../shared/error.ts';

/** Codes of errors that engines throw. `not-finite` leaves the weights as they were before the call. */
export type EngineErrorCode = Extract<
  AtomMemErrorCode,
  | 'bad-config'
  | 'bad-input'
  | 'token-out-of-range'
  | 'context-exceeded'
  | 'not-finite'
  | 'bad-checkpoint'
  | 'checkpoint-exists'
  | 'out-of-memory'
  | 'worker-died'
  | 'closed'
  | 'unsupported'
  | 'unreachable'
  | 'wrong-server'
  | 'unauthorized'
  | 'refused'
  | 'timed-out'
  | 'model-lost'
>;

/** Makes an error of an engine. The remedy may start with a small letter. */
export function engineError(
  code: EngineErrorCode,
  problem: string,
  remedy: string,
  { cause, datum }: EngineFailure & { readonly cause?: unknown } = {},
): AtomMemError {
  const sentence = remedy[0]!.toUpperCase() + remedy.slice(1);
  return new AtomMemError(code, { problem, remedy: sentence, cause, details: { datum } });
}

/** Makes an error from `problem; remedy`, for checks that build both in one line. */
export function engineErrorFrom(
  code: EngineErrorCode,
  text: string,
  details: EngineFailure & { readonly cause?: unknown } = {},
): AtomMemError {
  const end = text.lastIndexOf('; ');
  if (end < 0) return engineError(code, text, 'correct the call', details);
  return engineError(code, text.slice(0, end), text.slice(end + 2), details);
}
