import { classifyModelError, modelFailure } from './model-failure.ts';
import type { Failure } from './policy.ts';

/** Waits; returns early, without an error, when the signal is aborted. */
export type Sleep = (milliseconds: number, signal?: AbortSignal) => Promise<void>;

export interface AttemptOptions {
  /** Milliseconds that one call may take. */
  readonly timeout: number;
  /** Further attempts after the first. */
  readonly retries: number;
  readonly sleep: Sleep;
  /** Uniform in [0, 1): spreads the waits of episodes that were turned away together. */
  readonly random: () => number;
  readonly signal?: AbortSignal;
}

/** `attempts` counts the calls that were begun. */
export type AttemptResult<Value> =
  | { readonly attempts: number; readonly value: Value }
  | { readonly attempts: number; readonly failure: Failure };

/** Milliseconds before the second attempt, before jitter; doubled for each further one. */
const FIRST_WAIT = 500;

/** The longest wait, in milliseconds. A server that asks for more ends the attempts. */
const LONGEST_WAIT = 60_000;

/**
 * Calls until it succeeds: again after 429, a 5xx or a network error, with exponential backoff and jitter,
 * or after the wait that the server asks for; never after another refusal or an own time limit.
 */
export async function attemptCall<Value>(
  call: (signal: AbortSignal) => Promise<Value>,
  options: AttemptOptions,
): Promise<AttemptResult<Value>> {
  const { retries, sleep, random, signal } = options;
  for (let attempts = 1; ; attempts++) {
    if (signal?.aborted) return { attempts: attempts - 1, failure: aborted() };
    const outcome = await callOnce(call, options);
    if ('value' in outcome) return { attempts, value: outcome.value };
    const { failure, transient, retryAfter } = outcome;
    const wait =
      retryAfter ?? (Math.min(LONGEST_WAIT, FIRST_WAIT * 2 ** (attempts - 1)) * (1 + random())) / 2;
    if (!transient || attempts > retries || wait > LONGEST_WAIT) return { attempts, failure };
    await sleep(wait, signal);
  }
}

/** The default of `sleep`. */
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

async function callOnce<Value>(
  call: (signal: AbortSignal) => Promise<Value>,
  { timeout, signal }: AttemptOptions,
): Promise<{ readonly value: Value } | ReturnType<typeof classifyModelError>> {
  const limit = new AbortController();
  const timer = setTimeout(() => limit.abort(), timeout);
  const either = signal === undefined ? limit.signal : AbortSignal.any([signal, limit.signal]);
  try {
    return { value: await Promise.race([call(either), rejectOnAbort(either)]) };
  } catch (error) {
    if (signal?.aborted) return { failure: aborted(), transient: false };
    if (limit.signal.aborted)
      return { failure: modelFailure('timeout', `no answer within ${timeout} ms`), transient: false };
    return classifyModelError(error);
  } finally {
    clearTimeout(timer);
  }
}

/** Ends the wait also for a model that does not heed its signal. */
function rejectOnAbort(signal: AbortSignal): Promise<never> {
  return new Promise((_, reject) => {
    signal.addEventListener('abort', () => reject(signal.reason), { once: true });
  });
}

function aborted(): Failure {
  return modelFailure('aborted', 'the episode was aborted while the model was asked');
}
