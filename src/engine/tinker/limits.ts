/**
 * Timeouts, retries and request sizes of the Tinker client.
 *
 * @module
 */

/** Timeouts, retries and request sizes of a client. All times are in milliseconds. */
export interface TinkerLimits {
  /** Attempts of a request after broken connections or server errors (SDK: 10). */
  readonly attempts: number;
  /** Attempts of a request while the server is busy. */
  readonly busyAttempts: number;
  /** First pause between attempts. It doubles up to `longestPause` (SDK: 500, 10 000). */
  readonly pause: number;
  readonly longestPause: number;
  /** Time limit of one request. */
  readonly requestTime: number;
  /** Time limit of one poll. Servers may hold polls open for minutes (SDK: 45 000). */
  readonly pollTime: number;
  /** Time limit of an operation. */
  readonly resultTime: number;
  /** Interval of heartbeats (SDK: 10 000). */
  readonly heartbeat: number;
  /**
   * Maximum number of data in one forward_backward request, and their approximate size in bytes (SDK: 1024,
   * 5 000 000).
   */
  readonly chunkData: number;
  readonly chunkBytes: number;
  /** Maximum number of concurrent sample requests. */
  readonly concurrentSamples: number;
  /** Time that `close` allows the server to unload the model. */
  readonly closeTime: number;
}

export const DEFAULT_LIMITS: TinkerLimits = {
  attempts: 10,
  busyAttempts: 200,
  pause: 500,
  longestPause: 10_000,
  requestTime: 120_000,
  pollTime: 45_000,
  resultTime: 3_600_000,
  heartbeat: 10_000,
  chunkData: 1024,
  chunkBytes: 5_000_000,
  concurrentSamples: 256,
  closeTime: 10_000,
};
