/**
 * Creates the errors that engines throw.
 *
 * @module
 */
import { AtomMemError, type AtomMemErrorCode, type EngineFailure } from '../shared/error.ts';

/** Codes of errors that engines throw. After `not-finite`, a local engine has its previous weights and no gradient. */
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

/** Creates an engine error. The first letter of the remedy is capitalised. */
export function engineError(
  code: EngineErrorCode,
  problem: string,
  remedy: string,
  { cause, datum }: EngineFailure & { readonly cause?: unknown } = {},
): AtomMemError {
  const sentence = remedy[0]!.toUpperCase() + remedy.slice(1);
  return new AtomMemError(code, { problem, remedy: sentence, cause, details: { datum } });
}

/** Creates an error from a text of the form `problem; remedy`. */
export function engineErrorFrom(
  code: EngineErrorCode,
  text: string,
  details: EngineFailure & { readonly cause?: unknown } = {},
): AtomMemError {
  const end = text.lastIndexOf('; ');
  if (end < 0) return engineError(code, text, 'correct the call', details);
  return engineError(code, text.slice(0, end), text.slice(end + 2), details);
}
