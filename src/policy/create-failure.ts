/**
 * Converts an outside failure to a record.
 *
 * @module
 */
import type { Failure } from './policy.ts';

/** Describes what was thrown outside as a failure of unknown kind. */
export function createFailure(boundary: Failure['boundary'], cause: unknown): Failure {
  return { boundary, kind: 'unknown', message: cause instanceof Error ? cause.message : String(cause) };
}
