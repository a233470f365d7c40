import type { Memory } from './memory.ts';
import type { Operation, Refusal } from './operation.ts';

/** Parts of memory that can be taken away, to measure what they are worth (paper, section 4.4). */
export const ABLATIONS = ['create', 'read', 'update', 'delete', 'scratchpad', 'storage'] as const;

export type Ablation = (typeof ABLATIONS)[number];

/**
 * A memory without some of its parts. Enforced here, so that any policy can be ablated: operations on a
 * part that is gone are refused with `disabled`, and the view shows nothing of it. `update` and `delete`
 * mean stored entries; the scratchpad is a part of its own.
 */
export function ablate(memory: Memory, ablations: readonly Ablation[]): Memory {
  if (ablations.length === 0) return memory;
  const gone = new Set(ablations);
  const hidden = gone.has('storage') || gone.has('read');
  const guardFor = (operation: Operation): Refusal | undefined =>
    partsOf(operation).some((part) => gone.has(part)) ? 'disabled' : undefined;
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
    search: (query, options) => (hidden ? Promise.resolve([]) : memory.search(query, options)),
    entries: () => (gone.has('storage') ? Promise.resolve([]) : memory.entries()),
    scratchpad: async () => (gone.has('scratchpad') ? undefined : memory.scratchpad()),
    apply(operations, options = {}) {
      const guard = (operation: Operation): Refusal | undefined =>
        guardFor(operation) ?? options.guard?.(operation);
      return memory.apply(operations, { ...options, guard });
    },
  };
}

function partsOf(operation: Operation): readonly Ablation[] {
  if (operation.op === 'read') return ['read', 'storage'];
  if (operation.op === 'create') return ['create', 'storage'];
  return operation.target === 'scratchpad' ? ['scratchpad'] : [operation.op, 'storage'];
}
