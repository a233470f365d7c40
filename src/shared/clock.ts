/**
 * Clocks: the source of all times in the log.
 *
 * @module
 */
/** Returns milliseconds since a fixed moment. Always an argument, so that episodes can be replayed. */
export type Clock = () => number;

/** Returns wall time. The default outside benchmarks. */
export const systemClock: Clock = () => Date.now();

/** Creates a clock that counts its calls. The default of benchmarks, so that their records are byte-identical. */
export function createCountingClock(start = 0): Clock {
  let now = start;
  return () => now++;
}
