import type { ServerProfile } from '../../src/engine/tinker/server-profile.ts';

/** An answer that is not success. */
export class Refusal extends Error {
  readonly status: number;
  constructor(status: number, message: string) {
    super(message);
    this.status = status;
  }
}

export interface Submitted {
  readonly request_id: string;
}

/** Operations that were taken on, run one after the other, with their promises. */
export interface Ledger {
  /** Names of operations, in the order in which they ran. */
  readonly acts: readonly string[];
  submit(name: string, run: () => Promise<object>): Submitted;
  /** Takes on what comes to nothing but this failure. */
  refuse(status: number, message: string): Submitted;
  /** What a poll gets; throws a refusal where there is nothing to get. */
  poll(requestId: string): object;
  /** Nothing comes to an end from now on. */
  stall(): void;
  /** Once all that was submitted has run. */
  settled(): Promise<unknown>;
  forget(): void;
}

export interface LedgerOptions {
  readonly profile: ServerProfile;
  readonly pendingPolls: number;
  readonly goneEvery?: number | undefined;
}

type Outcome = { readonly value: object } | { readonly failure: string; readonly status: number | undefined };

interface Promised {
  polls: number;
  gone: boolean;
  outcome: Outcome | undefined;
}

/** Operations that can be submitted again under their number. */
const REPEATABLE: readonly string[] = ['forward', 'forward_backward', 'optim_step'];

export function createLedger({ profile, pendingPolls, goneEvery }: LedgerOptions): Ledger {
  const acts: string[] = [];
  const promises = new Map<string, Promised>();
  let last: Promise<unknown> = Promise.resolve();
  let requests = 0;
  let repeatable = 0;
  let stalled = false;

  return {
    acts,
    submit(name, run) {
      const request_id = `request-${++requests}`;
      if (REPEATABLE.includes(name)) repeatable += 1;
      const gone = REPEATABLE.includes(name) && goneEvery !== undefined && repeatable % goneEvery === 0;
      const promised: Promised = { polls: 0, gone, outcome: undefined };
      promises.set(request_id, promised);
      last = last.then(async () => {
        acts.push(name);
        promised.outcome = await run().then(
          (value) => ({ value }),
          (error: Error) => ({
            failure: error.message,
            status: error instanceof Refusal ? error.status : undefined,
          }),
        );
      });
      return { request_id };
    },
    refuse(status, failure) {
      const request_id = `request-${++requests}`;
      promises.set(request_id, { polls: 0, gone: false, outcome: { failure, status } });
      return { request_id };
    },
    poll(request_id) {
      const promised = promises.get(request_id);
      if (promised === undefined) throw new Refusal(404, 'no such request');
      if (promised.gone) {
        promised.gone = false;
        throw new Refusal(410, 'the promise is gone');
      }
      promised.polls += 1;
      const { outcome } = promised;
      if (stalled || outcome === undefined || promised.polls <= pendingPolls) {
        if (promised.polls % 2 === 0) throw new Refusal(408, 'pending');
        return { type: 'try_again', request_id, queue_state: 'active' };
      }
      if ('value' in outcome) return outcome.value;
      if (profile.name === 'tinker') return { error: outcome.failure, category: 'user' };
      if (profile.name !== 'tuft') throw new Refusal(400, outcome.failure);
      // Its own failures keep their status.
      throw outcome.status === undefined
        ? new Refusal(422, `Future failed: ${outcome.failure}`)
        : new Refusal(outcome.status, `Failed to retrieve future: ${outcome.failure}`);
    },
    stall() {
      stalled = true;
    },
    settled: () => last,
    forget: () => promises.clear(),
  };
}

/** What was asked for under each number: the same body again is the same request. */
export interface Numbers {
  /** The request of an earlier asking; throws a refusal where that had another body. */
  known(number: number, body: object): Submitted | undefined;
  take(number: number, body: object, submitted: Submitted): Submitted;
  size(): number;
}

export function createNumbers(): Numbers {
  const taken = new Map<number, { readonly text: string; readonly submitted: Submitted }>();
  return {
    known(number, body) {
      const before = taken.get(number);
      if (before !== undefined && before.text !== JSON.stringify(body))
        throw new Refusal(409, `seq_id ${number} was used with another body`);
      return before?.submitted;
    },
    take(number, body, submitted) {
      taken.set(number, { text: JSON.stringify(body), submitted });
      return submitted;
    },
    size: () => taken.size,
  };
}
