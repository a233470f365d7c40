/**
 * Ranges of model calls.
 *
 * @module
 */
import type { CallRange } from './workflow.ts';

/** Declares a fixed number of calls. */
export function exactly(calls: number): CallRange {
  return { least: calls, most: calls };
}

/** Declares a range of calls. `null`: the number grows with the size of memory. */
export function between(least: number, most: number | null): CallRange {
  return { least, most };
}
