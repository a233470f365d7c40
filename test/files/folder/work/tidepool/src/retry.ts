/** How long to wait before the next attempt. */
export interface RetryOptions {
  /** Attempts in all, the first included. */
  readonly attempts?: number;
  /** Milliseconds before the second attempt. */
  readonly firstDelay?: number;
}

const DEFAULT_ATTEMPTS = 6;
const DEFAULT_FIRST_DELAY = 2000;
const LONGEST_DELAY = 5 * 60 * 1000;

/**
 * Returns the delay before an attempt: it doubles every time, with up to
 * 20 % of jitter so that failed jobs do not all come back at once.
 */
export function delayBefore(attempt: number, random = Math.random): number {
  const base = Math.min(LONGEST_DELAY, DEFAULT_FIRST_DELAY * 2 ** (attempt - 2));
  return base * (1 + 0.2 * random());
}
