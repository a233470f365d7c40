/**
 * Retries calls after transient server failures, with exponential backoff or the server's own delay.
 *
 * @module
 */

/** Waits. Returns early, without an error, if the signal is aborted. */
export type Sleep = (milliseconds: number, signal?: AbortSignal) => Promise<void>;

export interface RetryOptions {
  /** Retries after the first attempt. */
  readonly retries: number;
  /** Delay before the first retry, in milliseconds. It doubles with each retry. */
  readonly firstWait: number;
  /** Maximum backoff, in milliseconds. */
  readonly longestWait: number;
  /** Returns a jitter factor for the backoff, so that failed calls do not retry at the same time. Default: 1. */
  readonly spread?: () => number;
  /** Default: `setTimeout`. */
  readonly sleep?: Sleep;
  readonly signal?: AbortSignal;
}

/** The result of an attempt. `retry` is absent if another attempt cannot help. */
export type Attempt<Value, Problem> =
  | { readonly value: Value }
  | {
      readonly problem: Problem;
      readonly retry?: {
        /** Delay that the server asks for, in milliseconds. Default: the backoff. */
        readonly after?: number;
        /** Counts these failures separately, with a separate limit. */
        readonly kind?: string;
        /** Retries of this kind. Default: `retries`. */
        readonly retries?: number;
      };
    };

/** `attempts` counts the calls. */
export type RetryResult<Value, Problem> =
  | { readonly attempts: number; readonly value: Value }
  | { readonly attempts: number; readonly problem: Problem };

/**
 * Repeats a call until it succeeds, fails permanently, or exceeds its retries. If the signal is aborted, stops after
 * the current wait and returns the last problem.
 *
 * @example
 * const result = await retry(async () => ask(), { retries: 4, firstWait: 500, longestWait: 60_000 });
 */
export async function retry<Value, Problem>(
  call: () => Promise<Attempt<Value, Problem>>,
  options: RetryOptions,
): Promise<RetryResult<Value, Problem>> {
  const { retries, firstWait, longestWait, spread = () => 1, sleep = sleepByTimer, signal } = options;
  const failures = new Map<string, number>();
  for (let attempts = 1; ; attempts++) {
    const outcome = await call();
    if ('value' in outcome) return { attempts, value: outcome.value };
    const { problem, retry: again } = outcome;
    if (again === undefined) return { attempts, problem };
    const kind = again.kind ?? '';
    const failed = (failures.get(kind) ?? 0) + 1;
    failures.set(kind, failed);
    if (failed > (again.retries ?? retries)) return { attempts, problem };
    await sleep(again.after ?? Math.min(longestWait, firstWait * 2 ** (failed - 1)) * spread(), signal);
    if (signal?.aborted) return { attempts, problem };
  }
}

/** Waits by a timer. */
export const sleepByTimer: Sleep = (milliseconds, signal) =>
  new Promise((done) => {
    const wake = (): void => {
      clearTimeout(timer);
      signal?.removeEventListener('abort', wake);
      done();
    };
    const timer = setTimeout(wake, milliseconds);
    signal?.addEventListener('abort', wake);
    if (signal?.aborted) wake();
  });

/** The HTTP date format that servers may send: `Sun, 06 Nov 1994 08:49:37 GMT`. */
const HTTP_DATE = /^(?:Mon|Tue|Wed|Thu|Fri|Sat|Sun), \d{2} [A-Z][a-z]{2} \d{4} \d{2}:\d{2}:\d{2} GMT/;

/**
 * Reads the delay that a server asks for, in milliseconds: `retry-after-ms`, then `retry-after` as seconds or an HTTP
 * date. Of a joined list, the first value counts. Returns `undefined` for anything else.
 *
 * @param header returns a header by its name in lower case. A date is compared with the server's own `date`, so that
 * the local clock does not matter.
 */
export function readRetryAfter(header: (name: string) => string | null | undefined): number | undefined {
  const milliseconds = readNumber(header('retry-after-ms'));
  if (milliseconds !== undefined) return milliseconds;
  const value = header('retry-after');
  const seconds = readNumber(value);
  if (seconds !== undefined) return seconds * 1000;
  const due = readDate(value);
  const now = readDate(header('date'));
  return due !== undefined && now !== undefined && due > now ? due - now : undefined;
}

function readNumber(value: string | null | undefined): number | undefined {
  const found = /^\s*(\d+(?:\.\d+)?)\s*(?:,|$)/.exec(value ?? '');
  return found === null ? undefined : Number(found[1]);
}

function readDate(value: string | null | undefined): number | undefined {
  const found = HTTP_DATE.exec(value?.trim() ?? '');
  const time = found === null ? Number.NaN : Date.parse(found[0]);
  return Number.isNaN(time) ? undefined : time;
}
