/**
 * Records of when and why an entry was shown to a model.
 *
 * @module
 */

/** One time that a model was shown an entry. */
export interface Showing {
  /** Time by the memory's clock, in milliseconds. */
  readonly time: number;
  /** The reason, such as `recalled for turn 3`. Cut to 200 characters. Must not contain text of the user. */
  readonly purpose: string;
}

/** Number of showings that a store keeps for each entry. */
const MOST_SHOWINGS = 20;

const LONGEST_PURPOSE = 200;

/** Merges two lists of showings, newest first, and keeps the latest 20. */
export function mergeShowings(newer: readonly Showing[], older: readonly Showing[]): readonly Showing[] {
  return [...newer, ...older].sort((one, other) => other.time - one.time).slice(0, MOST_SHOWINGS);
}

/** Returns the showing with a purpose that every store can keep. */
export function storableShowing({ time, purpose }: Showing): Showing {
  return { time, purpose: purpose.slice(0, LONGEST_PURPOSE).replaceAll('\0', ' ').toWellFormed() };
}
