/**
 * Errors for a command line that is wrong. They end the process with exit code 2.
 *
 * @module
 */
import { AtomMemError } from '../shared/error.ts';
import { nearestName } from '../shared/nearest-name.ts';

export function usageError(problem: string, remedy: string): AtomMemError<'usage'> {
  return new AtomMemError('usage', { problem, remedy });
}

/** Returns the error for a name that is not among the known ones. */
export function unknownName(what: string, name: string, known: readonly string[]): AtomMemError<'usage'> {
  const nearest = nearestName(name, known);
  const suggestion = nearest === undefined ? '' : `Did you mean ${nearest}? `;
  return usageError(`unknown ${what} "${name}"`, `${suggestion}Pass one of ${known.join(', ')}`);
}
