import type { Operation, Target } from '../memory/operation.ts';

/**
 * An operation as a reply can say it: trimmed texts, entries named by their slot. `meta` and
 * `expectedVersion` are the program's own and have no place in a reply.
 */
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
 * The written form of an operation: what `parse` gives for what `render` wrote. Deleting the scratchpad
 * becomes emptying it, which is the same.
 *
 * @throws Error where an entry is named by id or by something that is no slot: what a model reads and
 *   writes are places in the view, so the caller must look the place up first.
 */
export function writtenOperation(operation: Operation, leastSlot = 1): WrittenOperation {
  switch (operation.op) {
    case 'create':
      return { op: 'create', text: operation.text.trim() };
    case 'read':
      return { op: 'read', query: operation.query.trim() };
    case 'update': {
      const { target } = operation;
      const place = target === 'scratchpad' ? target : slotOf(operation.op, target, leastSlot);
      return { op: 'update', target: place, text: operation.text.trim() };
    }
    case 'delete':
      if (operation.target === 'scratchpad') return { op: 'update', target: 'scratchpad', text: '' };
      return { op: 'delete', target: slotOf(operation.op, operation.target, leastSlot) };
  }
}

function slotOf(
  op: string,
  target: Exclude<Target, 'scratchpad'>,
  leastSlot: number,
): { readonly slot: number } {
  if ('id' in target) {
    throw new Error(
      `cannot write ${op} of entry "${target.id}": a reply names slots, give its place in the view`,
    );
  }
  if (!Number.isSafeInteger(target.slot) || target.slot < leastSlot) {
    throw new Error(
      `cannot write ${op} of slot ${target.slot}: slots are whole numbers from ${leastSlot} on`,
    );
  }
  return { slot: target.slot };
}
