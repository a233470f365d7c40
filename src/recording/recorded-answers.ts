/**
 * Answers model calls from recorded replies, and records the missing ones.
 * @module
 */

import {
  type CallRequest,
  type CallStore,
  hashRequest,
  RECORDED_CALL_SCHEMA,
  type RecordedCall,
} from './recorded-call.ts';
import { nearestCall } from './recorded-difference.ts';

/** Answers calls from a store and asks the model for replies that are not recorded. */
export interface RecordedAnswers {
  /**
   * Returns the next reply to this call. The first call gets the first recorded reply, the second the second.
   */
  sampled(request: CallRequest, ask: () => PromiseLike<unknown>): Promise<unknown>;
  /** Returns replies to deterministic calls. All missing replies are requested together. */
  fixed(
    requests: readonly CallRequest[],
    ask: (missing: readonly number[]) => PromiseLike<readonly unknown[]>,
  ): Promise<readonly unknown[]>;
}

export interface AnswerOptions {
  readonly store: CallStore;
  readonly mode: 'record' | 'replay';
  readonly counts: () => Map<string, number>;
}

export function createRecordedAnswers({ store, mode, counts }: AnswerOptions): RecordedAnswers {
  const turns = new Map<string, Promise<unknown>>();

  /** Serialises equal calls, so that a later call finds the reply that an earlier one recorded. */
  function inTurn<Value>(key: string, work: () => Promise<Value>): Promise<Value> {
    const turn = (turns.get(key) ?? Promise.resolve()).then(work, work);
    turns.set(key, turn);
    const leave = (): void => {
      if (turns.get(key) === turn) turns.delete(key);
    };
    turn.then(leave, leave);
    return turn;
  }

  return {
    async sampled(request, ask) {
      const key = await hashRequest(request);
      return inTurn(key, async () => {
        const counted = counts();
        const count = counted.get(key) ?? 0;
        const replies = (await store.get(key))?.replies ?? [];
        if (count >= replies.length && mode === 'replay') {
          throw await notRecorded(store, request, replies.length);
        }
        const reply = count < replies.length ? replies[count] : await ask();
        if (count >= replies.length) await store.put(key, toRecordedCall(request, [...replies, reply]));
        // A failed call is not counted, so a retry gets the same turn.
        counted.set(key, count + 1);
        return reply;
      });
    },
    async fixed(requests, ask) {
      const keys = await Promise.all(requests.map(hashRequest));
      const known = await Promise.all(keys.map(async (key) => (await store.get(key))?.replies[0]));
      const missing = known.flatMap((reply, place) => (reply === undefined ? [place] : []));
      if (missing.length === 0) return known;
      if (mode === 'replay') throw await notRecorded(store, requests[missing[0]!]!, 0);
      const replies = await ask(missing);
      await Promise.all(
        missing.map((place, index) =>
          store.put(keys[place]!, toRecordedCall(requests[place]!, [replies[index]])),
        ),
      );
      const asked = new Map(missing.map((place, index) => [place, replies[index]]));
      return known.map((reply, place) => reply ?? asked.get(place));
    },
  };
}

function toRecordedCall(request: CallRequest, replies: readonly unknown[]): RecordedCall {
  return { schema: RECORDED_CALL_SCHEMA, request, replies };
}

async function notRecorded(store: CallStore, request: CallRequest, times: number): Promise<Error> {
  const what = `${request.kind} call of ${request.model}`;
  const remedy = 'replay with the settings of the recording, or record again';
  if (times > 0) {
    return new Error(`replay: this ${what} was recorded ${times} times and is called once more; ${remedy}`);
  }
  const nearest = nearestCall(request, await store.all());
  if (nearest?.difference === undefined) return new Error(`replay: no ${what} was recorded; ${remedy}`);
  const { path, character, recorded, now } = nearest.difference;
  const place = character === undefined ? path : `${path} at character ${character}`;
  return new Error(
    `replay: this ${what} was not recorded; the nearest recording differs at ${place}: recorded ${recorded}, requested ${now}; ${remedy}`,
  );
}
