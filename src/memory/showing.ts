/**
 * Records of when an entry was put before a model, and what for.
 *
 * @module
 */

/** One time that an entry was put before a model. */
export interface Showing {
  /** Milliseconds of the memory's clock. */
  readonly time: number;
  /** What for, such as `recalled for turn 3`. Cut to 200 characters. Must not hold text of the user. */
  readonly purpose: string;
}

/** Number of showings that a store keeps for each entry. */
const MOST_SHOWINGS = 20;

const LONGEST_PURPOSE = 200;

/** Merges two lists of showings, newest first, and keeps the latest 20. */
export function mergeShowings(newer: readonly Showing[], older: readonly Showing[]): readonly Showing[] {
  return [...newer, ...older].sort((one, other) => other.time - one.time).slice(0, MOST_SHOWINGS);
}

/** Returns the showing with a purpose that every store can hold. */
export function storableShowing({ time, purpose }: Showing): Showing {
  return { time, purpose: purpose.slice(0, LONGEST_PURPOSE).replaceAll('\0', ' ').toWellFormed() };
}
