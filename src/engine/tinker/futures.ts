import { setTimeout as sleep } from 'node:timers/promises';
import type { z } from 'zod';
import { EngineError } from '../engine-error.ts';
import { read, SUBMITTED } from './answers.ts';
import type { TinkerLimits } from './limits.ts';
import { decodeAnswer } from './protobuf-answer.ts';
import { closed, readDetail, type Transport, type WireReply, type WireRequest } from './transport.ts';

/** An operation that the server has taken on. */
export interface Submitted {
  /** The server has it already (409), where the request handles this; there is no result then. */
  readonly conflict: boolean;
  /** Whether the server took it on in the words of SkyRL. */
  readonly asSkyrl: boolean;
  /** @throws EngineError `refused` where it failed, `timed-out`, `model-lost` where it is forgotten */
  result<Value>(schema: z.ZodType<Value>): Promise<Value>;
}

export interface Futures {
  submit(request: WireRequest): Promise<Submitted>;
}

/** Refusals that may be a proxy's, or of the moment: so many are asked again (SDK: 3). */
const DOUBTFUL_REFUSALS = 3;
/** The server no longer holds the promise: the request is sent again so often. */
const RESUBMISSIONS = 3;
const LONGEST_POLL_PAUSE = 1000;
/** What is not there is the promise, and not what the operation asked for. */
const ABOUT_PROMISE = /future|request|promise|^not found$/i;
const HANDLED = [400, 404, 408, 409, 410, 422];

/** Operations that are submitted first and asked for until they are done. */
export function createFutures(transport: Transport, limits: TinkerLimits, signal: AbortSignal): Futures {
  async function submit(request: WireRequest): Promise<Submitted> {
    const { body, status } = await transport.send(request);
    if (status === 409)
      return {
        conflict: true,
        asSkyrl: false,
        result: () => Promise.reject(forgotten(transport.host, request.path)),
      };
    const taken = read(SUBMITTED, body, request.path);
    return {
      conflict: false,
      asSkyrl: taken.status !== undefined,
      async result(schema) {
        const answer = await wait(request, taken.request_id);
        const value = answer instanceof Uint8Array ? await decodeAnswer(request.path, answer) : answer;
        return read(schema, value, `the result of ${request.path}`);
      },
    };
  }

  async function wait(request: WireRequest, first: string): Promise<unknown> {
    let late = false;
    const timer = setTimeout(() => {
      late = true;
    }, limits.resultTime);
    try {
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
        time: limits.pollTime,
      });
      const news = readNews(reply);
      if (news.kind === 'done') return news.value;
      if (news.kind === 'failed')
        throw new EngineError(
          'refused',
          `${transport.host}: ${request.path} failed: ${transport.quote(news.why)}`,
        );
      if (news.kind === 'unknown') throw forgotten(transport.host, request.path);
      if (news.kind === 'refused' && ++refusals >= DOUBTFUL_REFUSALS) {
        const why = news.why === undefined ? 'without a reason' : transport.quote(news.why);
        throw new EngineError(
          'refused',
          `${transport.host}: ${request.path} failed: ${why}; look at the server's log.`,
        );
      }
      if (news.kind === 'gone') {
        // What may be sent only once may have been done: sending it again would do it twice.
        const once = request.attempts === 1;
        if (once || ++resubmissions > RESUBMISSIONS) throw forgotten(transport.host, request.path);
        const again = await transport.send(request);
        if (again.status === 409) throw forgotten(transport.host, request.path);
        id = read(SUBMITTED, again.body, request.path).request_id;
      }
      // Servers that hold a poll until there is news make this pause harmless; others need it.
      const pause = Math.min(LONGEST_POLL_PAUSE, 2 ** Math.min(polls, 10), limits.longestPause);
      await sleep(pause, undefined, { signal }).catch(() => {
        throw closed();
      });
    }
    const seconds = Math.round(limits.resultTime / 1000);
    const remedy = "look at the server's log, then load the last checkpoint";
    throw new EngineError(
      'timed-out',
      `${transport.host} has not finished ${request.path} in ${seconds} s; ${remedy}.`,
    );
  }

  return { submit };
}

type News =
  | { readonly kind: 'done'; readonly value: unknown }
  | { readonly kind: 'failed'; readonly why: string }
  | { readonly kind: 'refused'; readonly why: string | undefined }
  | { readonly kind: 'pending' | 'gone' | 'unknown' };

/** Every server has its own way to say that an operation failed. */
function readNews({ status, body }: WireReply): News {
  if (status === 408) return { kind: 'pending' };
  if (status === 410) return { kind: 'gone' };
  // TuFT says so of every failure, with the failure's own status.
  const detail = readDetail(body)?.replace(/^Failed to retrieve future: /, '');
  if (status === 404 && (detail === undefined || ABOUT_PROMISE.test(detail))) return { kind: 'unknown' };
  if (status === 409 || (status === 400 && detail === undefined)) return { kind: 'refused', why: detail };
  if (status >= 400) return { kind: 'failed', why: detail ?? 'no reason given' };
  if (typeof body !== 'object' || body === null) return { kind: 'done', value: body };
  if ('type' in body && body.type === 'try_again') return { kind: 'pending' };
  if ('error' in body && 'category' in body) return { kind: 'failed', why: String(body.error) };
  return { kind: 'done', value: body };
}

function forgotten(host: string, path: string): EngineError {
  return new EngineError(
    'model-lost',
    `${host} has forgotten ${path}: it restarted or the session ended; load the last checkpoint.`,
  );
}
