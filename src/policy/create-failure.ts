/**
 * Converts an outside failure to a record.
 *
 * @module
 */
import type { Failure } from './policy.ts';

/** Returns the failure record, of kind `unknown`, for what a store, an embedder or a model threw. */
export function createFailure(boundary: Failure['boundary'], cause: unknown): Failure {
  return { boundary, kind: 'unknown', message: cause instanceof Error ? cause.message : String(cause) };
}
