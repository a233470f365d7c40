/**
 * The operations a test server has accepted, and their results.
 * @module
 */

import type { ServerProfile } from '../../src/engine/tinker/server-profile.ts';

/** An error response. */
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

/** Accepted operations, run in sequence, with their promises. */
export interface Ledger {
  /** Names of operations in the order they ran. */
  readonly acts: readonly string[];
  submit(name: string, run: () => Promise<object>): Submitted;
  /** Accepts an operation that fails with this error. */
  refuse(status: number, message: string): Submitted;
  /** Returns the response to a poll, or throws a refusal. */
  poll(requestId: string): object;
  /** Ends an operation that has not finished. */
  cancel(requestId: string): void;
  /** From now on, operations do not finish. */
  stall(): void;
  /** Resolves once all submitted operations have run. */
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
  cancelled?: boolean;
  outcome: Outcome | undefined;
}

/** Operations that a client may submit again under the same number. */
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
      if (promised.cancelled) return { error: 'the request was cancelled', category: 'user' };
      promised.polls += 1;
      const { outcome } = promised;
      if (stalled || outcome === undefined || promised.polls <= pendingPolls) {
        if (promised.polls % 2 === 0) throw new Refusal(408, 'pending');
        return { type: 'try_again', request_id, queue_state: 'active' };
      }
      if ('value' in outcome) return outcome.value;
      if (profile.name === 'tinker') return { error: outcome.failure, category: 'user' };
      if (profile.name !== 'tuft') throw new Refusal(400, outcome.failure);
      // Refusals keep their status.
      throw outcome.status === undefined
        ? new Refusal(422, `Future failed: ${outcome.failure}`)
        : new Refusal(outcome.status, `Failed to retrieve future: ${outcome.failure}`);
    },
    cancel(request_id) {
      const promised = promises.get(request_id);
      if (promised === undefined) throw new Refusal(404, 'no such request');
      promised.cancelled = true;
    },
    stall() {
      stalled = true;
    },
    settled: () => last,
    forget: () => promises.clear(),
  };
}

/** The request submitted under each number. The same body again is the same request. */
export interface Numbers {
  /**
   * Returns the operation already submitted under this number. Throws a refusal if its body was different.
   */
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
