/**
 * Submits operations to the server and polls for their results.
 *
 * @module
 */

import { setTimeout as sleep } from 'node:timers/promises';
import type { z } from 'zod';
import type { AtomMemError } from '../../shared/error.ts';
import { engineError } from '../engine-error.ts';
import { read, SUBMITTED } from './answers.ts';
import type { TinkerLimits } from './limits.ts';
import { decodeAnswer } from './protobuf-answer.ts';
import { closed, readDetail, type Transport, type WireReply, type WireRequest } from './transport.ts';

/** An operation that the server has accepted. */
export interface Submitted {
  /** Name of the operation for polls and for `cancelRequests`. Empty after a conflict. */
  readonly id: string;
  /**
   * Whether the server already has the request (409), if the request handles that. There is no result then.
   */
  readonly conflict: boolean;
  /** Whether the response had the format of SkyRL. */
  readonly asSkyrl: boolean;
  /**
   * Waits for the result.
   *
   * @throws AtomMemError `refused` if the operation failed; `timed-out`; `model-lost` if the server forgot
   * it
   */
  result<Value>(schema: z.ZodType<Value>): Promise<Value>;
}

export interface Futures {
  /** @param finished resolves when the result can be fetched. Default: the operation is polled. */
  submit(request: WireRequest, finished?: (id: string) => Promise<void>): Promise<Submitted>;
}

export interface FuturesOptions {
  readonly transport: Transport;
  readonly limits: TinkerLimits;
  readonly signal: AbortSignal;
  /** Whether to request samples and passes in protobuf. */
  readonly protobuf: boolean;
}

/** Operations whose results have a protobuf form. */
const BINARY_RESULTS: readonly string[] = ['/asample', '/forward', '/forward_backward'];

/** A refusal may come from a proxy or be transient. This many refusals are final (SDK: 3). */
const DOUBTFUL_REFUSALS = 3;
/** Number of times a request is resubmitted after the server lost its future. */
const RESUBMISSIONS = 3;
const LONGEST_POLL_PAUSE = 1000;
/** Matches errors about a missing future, as opposed to a missing object of the operation. */
const ABOUT_PROMISE = /future|request|promise|^not found$/i;
const HANDLED = [400, 404, 408, 409, 410, 422];

/** Creates a client for operations that are submitted and then polled. */
export function createFutures({ transport, limits, signal, protobuf }: FuturesOptions): Futures {
  async function submit(request: WireRequest, finished?: (id: string) => Promise<void>): Promise<Submitted> {
    const { body, status } = await transport.send(request);
    if (status === 409)
      return {
        id: '',
        conflict: true,
        asSkyrl: false,
        result: () => Promise.reject(forgotten(transport.host, request.path)),
      };
    const taken = read(SUBMITTED, body, request.path);
    return {
      id: taken.request_id,
      conflict: false,
      asSkyrl: taken.status !== undefined,
      async result(schema) {
        const answer = await wait(request, taken.request_id, finished);
        const value = answer instanceof Uint8Array ? await decodeAnswer(request.path, answer) : answer;
        return read(schema, value, `the result of ${request.path}`);
      },
    };
  }

  async function wait(
    request: WireRequest,
    first: string,
    finished?: (id: string) => Promise<void>,
  ): Promise<unknown> {
    let late = false;
    let timer: NodeJS.Timeout | undefined;
    const lateness = new Promise<void>((resolve) => {
      timer = setTimeout(() => {
        late = true;
        resolve();
      }, limits.resultTime);
    });
    try {
      if (finished !== undefined) await Promise.race([finished(first), lateness]);
      return await poll(request, first, () => late);
    } finally {
      clearTimeout(timer);
    }
  }

  async function poll(request: WireRequest, first: string, late: () => boolean): Promise<unknown> {
    let id = first;
    let resubmissions = 0;
    let refusals = 0;
    for (let polls = 0; !late(); polls++) {
      const reply = await transport.send({
        path: '/retrieve_future',
        body: { request_id: id },
        handles: HANDLED,
        accept: protobuf && BINARY_RESULTS.includes(request.path) ? 'protobuf' : 'json',
        time: limits.pollTime,
      });
      const news = readNews(reply);
      if (news.kind === 'done') return news.value;
      if (news.kind === 'failed')
        throw engineError(
          'refused',
          `${transport.host}: ${request.path} failed: ${transport.quote(news.why)}`,
          "check the server's log",
        );
      if (news.kind === 'unknown') throw forgotten(transport.host, request.path);
      if (news.kind === 'refused' && ++refusals >= DOUBTFUL_REFUSALS) {
        const why = news.why === undefined ? 'without a reason' : transport.quote(news.why);
        throw engineError(
          'refused',
          `${transport.host}: ${request.path} failed: ${why}`,
          `check the server's log`,
        );
      }
      if (news.kind === 'gone') {
        // The server may have executed it. Sending a once-only request again could execute it twice.
        const once = request.attempts === 1;
        if (once || ++resubmissions > RESUBMISSIONS) throw forgotten(transport.host, request.path);
        const again = await transport.send(request);
        if (again.status === 409) throw forgotten(transport.host, request.path);
        id = read(SUBMITTED, again.body, request.path).request_id;
      }
      // Servers that hold polls open make this pause harmless. Other servers need it.
      const pause = Math.min(LONGEST_POLL_PAUSE, 2 ** Math.min(polls, 10), limits.longestPause);
      await sleep(pause, undefined, { signal }).catch(() => {
        throw closed();
      });
    }
    const seconds = Math.round(limits.resultTime / 1000);
    const remedy = "check the server's log, then load the last checkpoint";
    throw engineError(
      'timed-out',
      `${transport.host} has not finished ${request.path} in ${seconds} s`,
      remedy,
    );
  }

  return { submit };
}

type News =
  | { readonly kind: 'done'; readonly value: unknown }
  | { readonly kind: 'failed'; readonly why: string }
  | { readonly kind: 'refused'; readonly why: string | undefined }
  | { readonly kind: 'pending' | 'gone' | 'unknown' };

/** Reads the status of an operation. Each server has its own way to report failures. */
function readNews({ status, body }: WireReply): News {
  if (status === 408) return { kind: 'pending' };
  if (status === 410) return { kind: 'gone' };
  // TuFT adds this prefix to every failure and keeps the status of the failure.
  const detail = readDetail(body)?.replace(/^Failed to retrieve future: /, '');
  if (status === 404 && (detail === undefined || ABOUT_PROMISE.test(detail))) return { kind: 'unknown' };
  if (status === 409 || (status === 400 && detail === undefined)) return { kind: 'refused', why: detail };
  if (status >= 400) return { kind: 'failed', why: detail ?? 'no reason given' };
  if (typeof body !== 'object' || body === null) return { kind: 'done', value: body };
  if ('type' in body && body.type === 'try_again') return { kind: 'pending' };
  if ('error' in body && 'category' in body) return { kind: 'failed', why: String(body.error) };
  return { kind: 'done', value: body };
}

function forgotten(host: string, path: string): AtomMemError {
  return engineError(
    'model-lost',
    `${host} has lost ${path}: it restarted, or the session ended`,
    `load the last checkpoint`,
  );
}
