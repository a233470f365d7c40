/**
 * Operations in the form that a reply can say.
 *
 * @module
 */
import type { Operation, Target } from '../memory/operation.ts';
import { AtomMemError } from '../shared/error.ts';

/** An operation as a reply can say it: texts trimmed, entries named by their slot, no `meta`. */
export type WrittenOperation =
  | { readonly op: 'create'; readonly text: string }
  | { readonly op: 'read'; readonly query: string }
  | {
      readonly op: 'update';
      readonly target: { readonly slot: number } | 'scratchpad';
      readonly text: string;
    }
  | { readonly op: 'delete'; readonly target: { readonly slot: number } };

/**
 * Turns an operation into the form that `parse` returns for it. Deleting the scratchpad becomes emptying it,
 * which has the same effect.
 *
 * @throws AtomMemError `bad-argument` if an entry is named by id, or by a number below `leastSlot`: replies
 *   name entries by their position in the view.
 */
export function writeOperation(operation: Operation, leastSlot = 1): WrittenOperation {
  switch (operation.op) {
    case 'create':
      return { op: 'create', text: operation.text.trim() };
    case 'read':
      return { op: 'read', query: operation.query.trim() };
    case 'update': {
      const { target } = operation;
      const place = target === 'scratchpad' ? target : requireSlot(operation.op, target, leastSlot);
      return { op: 'update', target: place, text: operation.text.trim() };
    }
    case 'delete':
      if (operation.target === 'scratchpad') return { op: 'update', target: 'scratchpad', text: '' };
      return { op: 'delete', target: requireSlot(operation.op, operation.target, leastSlot) };
  }
}

function requireSlot(
  op: string,
  target: Exclude<Target, 'scratchpad'>,
  leastSlot: number,
): { readonly slot: number } {
  if ('id' in target) {
    throw new AtomMemError('bad-argument', {
      problem: `Cannot write the ${op} of entry "${target.id}": replies name slots`,
      remedy: 'Give its place in the view instead of its id',
      details: { option: 'target', value: target.id },
    });
  }
  if (!Number.isSafeInteger(target.slot) || target.slot < leastSlot) {
    throw new AtomMemError('bad-argument', {
      problem: `Cannot write the ${op} of slot ${target.slot}`,
      remedy: `Give a whole number of ${leastSlot} or more`,
      details: { option: 'target', value: target.slot },
    });
  }
  return { slot: target.slot };
}
