/**
 * Removes parts of memory, to measure what each part contributes.
 * @module
 */
import { type Admission, admitEach, mergeEffects, separateOperations } from './admission.ts';
import { checkOperation } from './check-operation.ts';
import type { Memory } from './memory.ts';
import type { Operation } from './operation.ts';

/** Parts of memory that an ablation can remove (paper, section 4.4). */
export const ABLATIONS = ['create', 'read', 'update', 'delete', 'scratchpad', 'storage'] as const;

export type Ablation = (typeof ABLATIONS)[number];

/**
 * Refuses operations on removed parts with the reason `disabled`. `update` and `delete` mean stored
 * entries. The scratchpad is a separate part.
 */
export function admitUnablated(operations: readonly Operation[], ablations: readonly Ablation[]): Admission {
  const gone = new Set(ablations);
  return admitEach(operations, (operation) =>
    listParts(operation).some((part) => gone.has(part)) ? 'disabled' : undefined,
  );
}

/** Returns the memory without some of its parts: it hides what they held and refuses operations on them. */
export function ablate(memory: Memory, ablations: readonly Ablation[]): Memory {
  if (ablations.length === 0) return memory;
  const gone = new Set(ablations);
  const hidden = gone.has('storage') || gone.has('read');
  return {
    ...memory,
    async observe(signal) {
      const view = await memory.observe(signal);
      return {
        ...view,
        ...(gone.has('scratchpad') && { scratchpad: '', scratchpadMeta: {} }),
        entries: gone.has('storage') ? [] : view.entries,
      };
    },
    read: (query, options) => (hidden ? Promise.resolve([]) : memory.read(query, options)),
    entries: () => (gone.has('storage') ? Promise.resolve([]) : memory.entries()),
    scratchpad: async () => (gone.has('scratchpad') ? undefined : memory.scratchpad()),
    async apply(operations, options) {
      const separate = separateOperations(operations);
      const { admitted, refused } = admitUnablated(separate, ablations);
      return mergeEffects(separate, refused, await memory.apply(admitted, options));
    },
  };
}

/** A value that is not an operation touches no part: `apply` refuses it. */
function listParts(given: Operation): readonly Ablation[] {
  const checked = checkOperation(given);
  if (!checked.ok) return [];
  const { operation } = checked;
  if (operation.op === 'read') return ['read', 'storage'];
  if (operation.op === 'create') return ['create', 'storage'];
  return operation.target === 'scratchpad' ? ['scratchpad'] : [operation.op, 'storage'];
}
