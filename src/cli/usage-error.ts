/** A call that cannot be carried out as it was written. Ends the process with exit code 2. */
export class UsageError extends Error {
  override readonly name: string = 'UsageError';
}

/** The error for a name that is not among the known ones. */
export function unknownName(what: string, name: string, known: readonly string[]): UsageError {
  return new UsageError(`unknown ${what} "${name}"; known: ${known.join(', ')}`);
}
