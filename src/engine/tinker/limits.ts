/** How patient a client is, and how much it asks for at a time. All times are in milliseconds. */
export interface TinkerLimits {
  /** Tries of a request whose connection broke or that the server failed (SDK: 10). */
  readonly attempts: number;
  /** Tries of a request that the server is too busy for. */
  readonly busyAttempts: number;
  /** First pause between tries; it doubles up to `longestPause` (SDK: 500, 10 000). */
  readonly pause: number;
  readonly longestPause: number;
  /** Longest wait for an answer to one request. */
  readonly requestTime: number;
  /** The same for polls, which servers may hold for minutes (SDK: 45 000). */
  readonly pollTime: number;
  /** Longest wait for the result of an operation. */
  readonly resultTime: number;
  /** Time between heartbeats (SDK: 10 000). */
  readonly heartbeat: number;
  /** Data of one forward_backward request, and about how many bytes they may take (SDK: 1024, 5 000 000). */
  readonly chunkData: number;
  readonly chunkBytes: number;
  /** Requests for samples that may be under way. */
  readonly concurrentSamples: number;
  /** Time that `close` gives the server to unload the model. */
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
