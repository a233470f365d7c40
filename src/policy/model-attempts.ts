/**
 * Calls a model with a time limit and retries.
 *
 * @module
 */
import { retry, type Sleep } from '../shared/retry.ts';
import { classifyModelError, modelFailure } from './model-failure.ts';
import type { Failure } from './policy.ts';

/** Time limit and retries of model calls. */
export interface Patience {
  /**
   * Time limit of one call in milliseconds. Default: 300 000. Node's `fetch` has the same limit for the first byte of
   * a response.
   */
  readonly timeout?: number;
  /** Number of retries after a 429, a 5xx or a network error. Default: 4 (released evaluator). */
  readonly retries?: number;
  /** Waits between attempts. Default: `setTimeout`. */
  readonly sleep?: Sleep;
  /** Calls `act` after the time limit and returns a function that prevents it. Default: `setTimeout`. */
  readonly startTimer?: StartTimer;
  /**
   * Returns a number in [0, 1) for jitter, so that episodes do not retry at the same moment. Default: always 0.5,
   * so that waits are reproducible.
   */
  readonly random?: () => number;
}

export type StartTimer = (act: () => void, milliseconds: number) => () => void;

const startTimeout: StartTimer = (act, milliseconds) => {
  const timer = setTimeout(act, milliseconds);
  return () => clearTimeout(timer);
};

/** The value or the failure. `attempts` counts the calls started. */
export type AttemptResult<Value> =
  | { readonly attempts: number; readonly value: Value }
  | { readonly attempts: number; readonly failure: Failure };

/** Retries after a 429, a 5xx or a network error (released evaluator). */
export const DEFAULT_RETRIES = 4;

/** Wait before the first retry in milliseconds, without jitter. It doubles with each retry. */
const FIRST_WAIT = 500;

/** Longest wait in milliseconds. If a server asks for more, there is no retry. */
const LONGEST_WAIT = 60_000;

/**
 * Calls a model and retries after a 429, a 5xx or a network error, with exponential backoff and jitter, or after the
 * delay that the server asks for. Does not retry after other refusals or its own timeout.
 */
export async function attemptCall<Value>(
  call: (signal: AbortSignal) => Promise<Value>,
  patience: Patience = {},
  signal?: AbortSignal,
): Promise<AttemptResult<Value>> {
  const { timeout = 300_000, retries = DEFAULT_RETRIES, sleep, random = () => 0.5 } = patience;
  const { startTimer = startTimeout } = patience;
  if (signal?.aborted) return { attempts: 0, failure: aborted() };
  const result = await retry<Value, Failure>(
    async () => {
      const outcome = await callOnce(call, { timeout, startTimer }, signal);
      if ('value' in outcome) return outcome;
      const { failure: problem, transient, retryAfter: after } = outcome;
      if (!transient) return { problem };
      if ((after ?? 0) <= LONGEST_WAIT) return { problem, retry: { after } };
      const asked = `It asks to wait ${after! / 1000} s; the longest wait is ${LONGEST_WAIT / 1000} s`;
      return { problem: { ...problem, message: `${problem.message}. ${asked}` } };
    },
    {
      retries,
      firstWait: FIRST_WAIT,
      longestWait: LONGEST_WAIT,
      spread: () => (1 + random()) / 2,
      sleep,
      signal,
    },
  );
  if ('value' in result) return result;
  return { attempts: result.attempts, failure: signal?.aborted ? aborted() : result.problem };
}

async function callOnce<Value>(
  call: (signal: AbortSignal) => Promise<Value>,
  { timeout, startTimer }: Required<Pick<Patience, 'timeout' | 'startTimer'>>,
  signal: AbortSignal | undefined,
): Promise<{ readonly value: Value } | ReturnType<typeof classifyModelError>> {
  const limit = new AbortController();
  const stop = startTimer(() => limit.abort(), timeout);
  const either = signal === undefined ? limit.signal : AbortSignal.any([signal, limit.signal]);
  try {
    return { value: await Promise.race([call(either), rejectOnAbort(either)]) };
  } catch (error) {
    if (signal?.aborted) return { failure: aborted(), transient: false };
    if (limit.signal.aborted)
      return { failure: modelFailure('timeout', `no answer within ${timeout} ms`), transient: false };
    return classifyModelError(error);
  } finally {
    stop();
  }
}

/** Ends the wait even if a model ignores its signal. */
function rejectOnAbort(signal: AbortSignal): Promise<never> {
  return new Promise((_, reject) => {
    signal.addEventListener('abort', () => reject(signal.reason), { once: true });
  });
}

function aborted(): Failure {
  return modelFailure('aborted', 'the episode was aborted while the model was asked');
}
