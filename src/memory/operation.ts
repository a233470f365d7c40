import type { JsonObject } from '../shared/json.ts';
import type { Entry, EntryId } from './entry.ts';

/**
 * What an Update or Delete acts on: a 1-based place in the view shown in this step, an entry's id, or the
 * scratchpad. A slot always means the view of *this* step; it does not shift after earlier operations of
 * the same reply.
 */
export type Target = { readonly slot: number } | { readonly id: EntryId } | 'scratchpad';

/**
 * The four atomic operations (paper, section 3.2). They are complete (any memory state can be reached),
 * minimal (any memory tool is a composition of them) and know nothing of the task.
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

/** A new entry. */
export interface CreateOperation {
  readonly op: 'create';
  readonly text: string;
  readonly meta?: JsonObject;
  /** Milliseconds of the memory's clock after which the entry is no longer shown. Default: never. */
  readonly expiresAt?: number;
}

/** Sets the retrieval query. Its answer is seen in the next step's view (the paper's one-step latency). */
export interface ReadOperation {
  readonly op: 'read';
  readonly query: string;
}

/** Replaces an entry's text; `meta` is merged over the entry's own. Writing the scratchpad is an Update. */
export interface UpdateOperation {
  readonly op: 'update';
  readonly target: Target;
  readonly text: string;
  readonly meta?: JsonObject;
  /** As of a create; `null` takes an expiry away. Default: as it is. */
  readonly expiresAt?: number | null;
  /** Refused with `version-conflict` unless the entry still has this version. */
  readonly expectedVersion?: number;
}

/** Removes an entry; deleting the scratchpad empties it. */
export interface DeleteOperation {
  readonly op: 'delete';
  readonly target: Target;
  readonly expectedVersion?: number;
}

/** Why an operation was not applied. The rest of the same reply goes on. */
export type Refusal =
  | 'no-such-slot'
  | 'no-such-entry'
  | 'empty-text'
  | 'empty-query'
  | 'over-capacity'
  | 'discarded'
  | 'duplicate'
  | 'version-conflict'
  | 'query-limit'
  /** The task's own rules forbid it: too many operations in one reply, a scratchpad beyond its size. */
  | 'task-rule'
  | 'disabled';

/** What became of one operation. Every operation of a reply has exactly one effect, in the same order. */
export type Effect = AppliedEffect | RefusedEffect;

export interface AppliedEffect {
  readonly operation: Operation;
  readonly applied: true;
  /** The entry as it is now; as it was for a Delete; absent for a Read. */
  readonly entry?: Entry;
  /** The entry before an Update. */
  readonly previous?: Entry;
  /** What a Read found, when `readTiming` is `same-step`. */
  readonly found?: readonly Entry[];
}

export interface RefusedEffect {
  readonly operation: Operation;
  readonly applied: false;
  readonly reason: Refusal;
}

/** The four names, in the paper's order. */
export const OPERATION_NAMES = ['create', 'read', 'update', 'delete'] as const;

export type OperationName = (typeof OPERATION_NAMES)[number];
