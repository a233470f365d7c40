/**
 * Errors for a command line that is wrong. They end the process with exit code 2.
 *
 * @module
 */
import { AtomMemError } from '../shared/error.ts';

export function usageError(problem: string, remedy: string): AtomMemError<'usage'> {
  return new AtomMemError('usage', { problem, remedy });
}

/** Returns the error for a name that is not among the known ones. */
export function unknownName(what: string, name: string, known: readonly string[]): AtomMemError<'usage'> {
  return usageError(`unknown ${what} "${name}"`, `Pass one of ${known.join(', ')}`);
}
