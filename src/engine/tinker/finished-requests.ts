/**
 * Finds the finished requests of a sampling session with one poll for all of them.
 *
 * @module
 */
import { setTimeout as sleep } from 'node:timers/promises';
import { FINISHED, type FinishedRequests, read } from './answers.ts';
import type { TinkerLimits } from './limits.ts';
import type { Transport } from './transport.ts';

/** The requests of a sampling session. */
export interface SessionRequests {
  /** Resolves when the request has finished or failed. If polling breaks, resolves at once. */
  finished(requestId: string): Promise<void>;
  /** Reports that a result was fetched, so that the server may delete it. */
  fetched(requestId: string): void;
}

export interface SessionRequestsOptions {
  readonly transport: Transport;
  readonly limits: TinkerLimits;
  readonly signal: AbortSignal;
}

const PATH = '/retrieve_futures';
/** Time limit of a poll that only reports fetched results (SDK: 5 s). */
const REPORT_TIME = 5000;
const LONGEST_PAUSE = 1000;

/**
 * Polls the finished requests of a sampling session while any is awaited. If the server refuses a poll, all
 * requests count as finished, and their results are polled one by one.
 */
export function watchRequests(
  { transport, limits, signal }: SessionRequestsOptions,
  samplingSession: string,
): SessionRequests {
  const waiting = new Map<string, () => void>();
  const done = new Set<string>();
  const unreported = new Set<string>();
  let cursor = 0;
  let reported = 0;
  let polling = false;
  let broken = false;

  async function poll(): Promise<FinishedRequests> {
    const fetched = [...unreported].sort();
    const sent = cursor;
    const onlyReports = waiting.size === 0;
    const reply = await transport.send({
      path: PATH,
      body: {
        target: { type: 'sampling_session', sampling_session_id: samplingSession, cloned_sampler_id: 0 },
        prev_cursor: sent,
        retrieved_request_ids: fetched,
        ...(onlyReports && { timeout: 0 }),
      },
      handles: [408],
      ...(onlyReports ? { time: REPORT_TIME, attempts: 1 } : { time: limits.pollTime }),
    });
    if (reply.status === 408) return { completions: [], cursor };
    for (const id of fetched) unreported.delete(id);
    reported = Math.max(reported, sent);
    return read(FINISHED, reply.body, PATH);
  }

  async function run(): Promise<void> {
    for (let idle = 0; waiting.size > 0 || unreported.size > 0 || cursor > reported; idle++) {
      const news = await poll();
      cursor = news.cursor;
      if (news.completions.length > 0) idle = 0;
      for (const { request_id } of news.completions) {
        const wake = waiting.get(request_id);
        if (wake === undefined) done.add(request_id);
        waiting.delete(request_id);
        wake?.();
      }
      const pause = Math.min(LONGEST_PAUSE, 2 ** Math.min(idle, 10), limits.longestPause);
      await sleep(pause, undefined, { signal });
    }
  }

  function start(): void {
    if (polling || broken) return;
    polling = true;
    void run()
      .catch(() => {
        broken = waiting.size > 0;
        for (const wake of waiting.values()) wake();
        waiting.clear();
        unreported.clear();
        reported = cursor;
      })
      .finally(() => {
        polling = false;
        if (waiting.size > 0) start();
      });
  }

  return {
    finished(requestId) {
      if (broken || done.delete(requestId)) return Promise.resolve();
      return new Promise((resolve) => {
        waiting.set(requestId, resolve);
        start();
      });
    },
    fetched(requestId) {
      if (broken) return;
      unreported.add(requestId);
      start();
    },
  };
}
