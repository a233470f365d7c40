/**
 * Decides what one operation does to the memory, without doing it.
 *
 * @module
 */
import { type Entry, type EntryId, SCRATCHPAD } from './entry.ts';
import type { Operation, Refusal, Target } from './operation.ts';
import type { Write } from './write.ts';

/** What an operation leads to: a refusal, a write, or a new standing query. */
export type OperationPlan =
  | { readonly kind: 'refuse'; readonly reason: Refusal; readonly message?: string }
  | { readonly kind: 'write'; readonly write: Write }
  | { readonly kind: 'read'; readonly query: string };

/** What decides which entry a slot refers to. */
export interface Slots {
  readonly shown: readonly Entry[];
  /** All entries, oldest first, if a slot refers to the oldest entry of equal text. */
  readonly oldest?: readonly Entry[];
  /** Whether slot 0 refers to the last entry shown. */
  readonly lastForZero: boolean;
}

export function planOperation(operation: Operation, slots: Slots, owner: string | undefined): OperationPlan {
  switch (operation.op) {
    case 'read':
      return isBlank(operation.query) ? refuse('empty-query') : { kind: 'read', query: operation.query };
    case 'create': {
      if (isBlank(operation.text)) return refuse('empty-text');
      const { text, meta, expiresAt } = operation;
      const owned = owner === undefined ? meta : { ...meta, owner };
      return { kind: 'write', write: { kind: 'create', text, meta: owned ?? {}, expiresAt } };
    }
    case 'update': {
      const { op: kind, target, ...change } = operation;
      const id = resolveTarget(target, slots);
      if (id === undefined) return refuse('no-such-slot');
      if (id !== SCRATCHPAD && isBlank(change.text)) return refuse('empty-text');
      return { kind: 'write', write: { kind, id, ...change } };
    }
    case 'delete': {
      const { op: kind, target, expectedVersion } = operation;
      const id = resolveTarget(target, slots);
      return id === undefined
        ? refuse('no-such-slot')
        : { kind: 'write', write: { kind, id, expectedVersion } };
    }
  }
}

function refuse(reason: Refusal): OperationPlan {
  return { kind: 'refuse', reason };
}

function isBlank(text: string): boolean {
  return text.trim() === '';
}

function resolveTarget(target: Target, { shown, oldest, lastForZero }: Slots): EntryId | undefined {
  if (target === 'scratchpad') return SCRATCHPAD;
  if ('id' in target) return target.id;
  const entry = target.slot === 0 && lastForZero ? shown.at(-1) : shown[target.slot - 1];
  return oldest?.find((other) => other.text === entry?.text)?.id ?? entry?.id;
}
