/**
 * Repeats calls of a server that failed for a passing reason, with growing waits or those the server asks for.
 *
 * @module
 */

/** Waits. Returns early, without an error, if the signal is aborted. */
export type Sleep = (milliseconds: number, signal?: AbortSignal) => Promise<void>;

export interface RetryOptions {
  /** Further attempts after the first. */
  readonly retries: number;
  /** Milliseconds before the second attempt; doubled for each further one. */
  readonly firstWait: number;
  /** Longest growing wait, in milliseconds. */
  readonly longestWait: number;
  /** Returns the factor of a growing wait, so that calls that failed together do not return together. Default: 1. */
  readonly spread?: () => number;
  /** Default: a timer. */
  readonly sleep?: Sleep;
  readonly signal?: AbortSignal;
}

/** What an attempt led to. `retry` is absent if another attempt cannot help. */
export type Attempt<Value, Problem> =
  | { readonly value: Value }
  | {
      readonly problem: Problem;
      readonly retry?: {
        /** Milliseconds that the server asks to wait. Default: the growing wait. */
        readonly after?: number;
        /** Counts these failures apart from others, with a limit of their own. */
        readonly kind?: string;
        /** Further attempts of this kind. Default: `retries`. */
        readonly retries?: number;
      };
    };

/** `attempts` counts the calls. */
export type RetryResult<Value, Problem> =
  | { readonly attempts: number; readonly value: Value }
  | { readonly attempts: number; readonly problem: Problem };

/**
 * Calls until an attempt succeeds, fails for good, or exceeds its retries. Stops after the current wait if
 * the signal is aborted, with the last problem.
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

/** The one form of an HTTP date that servers may send: `Sun, 06 Nov 1994 08:49:37 GMT`. */
const HTTP_DATE = /^(?:Mon|Tue|Wed|Thu|Fri|Sat|Sun), \d{2} [A-Z][a-z]{2} \d{4} \d{2}:\d{2}:\d{2} GMT/;

/**
 * Reads how long a server asks to wait, in milliseconds: `retry-after-ms`, then `retry-after` as seconds or
 * an HTTP date. Of a joined list the first value counts. Anything else is `undefined`: use a growing wait.
 *
 * @param header returns a header by its name in lower case. A date is compared with the server's own `date`,
 * so that no clock of this machine is needed.
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
