/**
 * The specification: the four operations, their targets, and the effect of each.
 *
 * @module
 */
import type { JsonObject } from '../shared/json.ts';
import type { Entry, EntryId } from './entry.ts';

/**
 * What an Update or Delete acts on: a 1-based position in the view of this step, an entry id, or the
 * scratchpad. Slots do not shift: all operations of one reply refer to the same view.
 */
export type Target = { readonly slot: number } | { readonly id: EntryId } | 'scratchpad';

/**
 * One of the four atomic operations (paper, section 3.2). They are complete (they reach any memory state),
 * minimal (any memory tool is composed of them) and independent of the task.
 *
 * @example
 * const operations: Operation[] = [
 *   { op: 'create', text: 'Ada Lovelace was born in London.' },
 *   { op: 'update', target: { slot: 2 }, text: 'The Analytical Engine was never finished.' },
 *   { op: 'delete', target: { slot: 3 } },
 *   { op: 'read', query: 'who designed the Analytical Engine' },
 *   { op: 'update', target: 'scratchpad', text: 'Ada found; the designer is missing.' },
 * ];
 */
export type Operation = CreateOperation | ReadOperation | UpdateOperation | DeleteOperation;

/** Creates an entry. */
export interface CreateOperation {
  readonly op: 'create';
  readonly text: string;
  readonly meta?: JsonObject;
  /** Time after which the entry is no longer shown, in milliseconds of the memory's clock. Default: never. */
  readonly expiresAt?: number;
}

/** Sets the retrieval query. The next step's view shows the result (the paper's one-step latency). */
export interface ReadOperation {
  readonly op: 'read';
  readonly query: string;
}

/** Replaces an entry's text and merges `meta` into the entry's own. An Update also writes the scratchpad. */
export interface UpdateOperation {
  readonly op: 'update';
  readonly target: Target;
  readonly text: string;
  readonly meta?: JsonObject;
  /** As in a Create; `null` removes the expiry. Default: unchanged. */
  readonly expiresAt?: number | null;
  /** If the entry has another version, the operation is refused with `version-conflict`. */
  readonly expectedVersion?: number;
}

/** Removes an entry. Deleting the scratchpad empties it. */
export interface DeleteOperation {
  readonly op: 'delete';
  readonly target: Target;
  readonly expectedVersion?: number;
}

/** Why an operation was not applied. The other operations of the reply are applied. */
export type Refusal =
  /** The value is not an operation; `message` of the effect names the field. */
  | 'malformed-operation'
  /** The view of this step has no entry at this position. */
  | 'no-such-slot'
  /** No entry has this id, or it was deleted, possibly by an earlier operation of the same reply. */
  | 'no-such-entry'
  | 'empty-text'
  | 'empty-query'
  | 'over-capacity'
  | 'discarded'
  | 'duplicate'
  | 'version-conflict'
  | 'query-limit'
  /** A rule of the task forbids it, such as a limit on operations per reply. */
  | 'task-rule'
  | 'disabled';

/** The outcome of one operation. Every operation of a reply has exactly one effect, in the same order. */
export type Effect = AppliedEffect | RefusedEffect;

export interface AppliedEffect {
  readonly operation: Operation;
  readonly applied: true;
  /** Id of the entry, or `'scratchpad'`; absent for a Read. */
  readonly id?: EntryId;
  /** The entry after a Create or Update, or before a Delete; absent for a Read. */
  readonly entry?: Entry;
  /** The entry before an Update. */
  readonly previous?: Entry;
  /** What a Read found, if `readTiming` is `same-step`. */
  readonly found?: readonly Entry[];
}

export interface RefusedEffect {
  /** The operation as it was given. If `reason` is `malformed-operation`, it can be any value. */
  readonly operation: Operation;
  readonly applied: false;
  readonly reason: Refusal;
  /** Which field is wrong and what it accepts; set for `malformed-operation`. */
  readonly message?: string;
}

/** The names of the operations, in the paper's order. */
export const OPERATION_NAMES = ['create', 'read', 'update', 'delete'] as const;

export type OperationName = (typeof OPERATION_NAMES)[number];
