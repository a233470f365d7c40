import type { CallRange } from './workflow.ts';

/** Always the same number of calls. */
export function exactly(calls: number): CallRange {
  return { least: calls, most: calls };
}

/** At least and at most so many; `null` where the number grows with what memory holds. */
export function between(least: number, most: number | null): CallRange {
  return { least, most };
}
