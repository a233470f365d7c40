/**
 * Clocks: the source of every time in the log.
 *
 * @module
 */
/** Milliseconds since some fixed moment. An argument everywhere, so that every episode can be replayed. */
export type Clock = () => number;

/** Wall time. The default where people are at work. */
export const systemClock: Clock = () => Date.now();

/** A clock that counts its own calls: the default of benchmarks, whose records are then byte-identical. */
export function createCountingClock(start = 0): Clock {
  let now = start;
  return () => now++;
}
