import {
  type CallRequest,
  type CallStore,
  keyOf,
  RECORDED_CALL_SCHEMA,
  type RecordedCall,
} from './recorded-call.ts';
import { nearestCall } from './recorded-difference.ts';

/** Answers calls from a store, and asks for what is not there. */
export interface RecordedAnswers {
  /** The reply to this asking of the call; the second asking gets the second reply. */
  sampled(request: CallRequest, ask: () => PromiseLike<unknown>): Promise<unknown>;
  /** Replies to calls that are always answered alike; what is missing is asked for in one go. */
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

  /** Equal calls wait for each other: what the first one learns is there for the next. */
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
      const key = await keyOf(request);
      return inTurn(key, async () => {
        const counted = counts();
        const count = counted.get(key) ?? 0;
        const replies = (await store.get(key))?.replies ?? [];
        if (count >= replies.length && mode === 'replay') {
          throw await notRecorded(store, request, replies.length);
        }
        const reply = count < replies.length ? replies[count] : await ask();
        if (count >= replies.length) await store.put(key, callOf(request, [...replies, reply]));
        // A call that failed was not answered: it is not counted, and asking again is the same asking.
        counted.set(key, count + 1);
        return reply;
      });
    },
    async fixed(requests, ask) {
      const keys = await Promise.all(requests.map(keyOf));
      const known = await Promise.all(keys.map(async (key) => (await store.get(key))?.replies[0]));
      const missing = known.flatMap((reply, place) => (reply === undefined ? [place] : []));
      if (missing.length === 0) return known;
      if (mode === 'replay') throw await notRecorded(store, requests[missing[0]!]!, 0);
      const replies = await ask(missing);
      await Promise.all(
        missing.map((place, index) => store.put(keys[place]!, callOf(requests[place]!, [replies[index]]))),
      );
      const asked = new Map(missing.map((place, index) => [place, replies[index]]));
      return known.map((reply, place) => reply ?? asked.get(place));
    },
  };
}

function callOf(request: CallRequest, replies: readonly unknown[]): RecordedCall {
  return { schema: RECORDED_CALL_SCHEMA, request, replies };
}

async function notRecorded(store: CallStore, request: CallRequest, times: number): Promise<Error> {
  const what = `${request.kind} call of ${request.model}`;
  const remedy = 'replay with the settings it was recorded with, or record it';
  if (times > 0) {
    return new Error(`replay: this ${what} was recorded ${times} times and is now made once more; ${remedy}`);
  }
  const nearest = nearestCall(request, await store.all());
  if (nearest?.difference === undefined) return new Error(`replay: no ${what} was recorded; ${remedy}`);
  const { path, character, recorded, now } = nearest.difference;
  const place = character === undefined ? path : `${path} at character ${character}`;
  return new Error(
    `replay: this ${what} was not recorded; the nearest one differs first in ${place}: ${recorded} was recorded, ${now} is asked now; ${remedy}`,
  );
}
