/**
 * Runs and records a policy's Reads within a step.
 *
 * @module
 */
import type { Ablation } from '../memory/ablate.ts';
import type { Entry } from '../memory/entry.ts';
import type { Memory } from '../memory/memory.ts';
import type { MetaFilter } from '../memory/retriever.ts';
import { createFailure } from '../policy/create-failure.ts';
import type { Failure, PolicyContext } from '../policy/policy.ts';
import { matchesFilter } from '../search/meta-filter.ts';
import type { RecordedRead } from '../trajectory/trajectory.ts';

/** Reads of one step with their results and failures. */
export interface RecordedReads extends Pick<PolicyContext, 'read' | 'readAll'> {
  readonly reads: readonly RecordedRead[];
  readonly failures: readonly Failure[];
}

/** Records every Read. A failed Read returns no entries. */
export function createRecordedReads(memory: Memory, ablations: readonly Ablation[]): RecordedReads {
  const reads: RecordedRead[] = [];
  const failures: Failure[] = [];

  async function record(
    query: string | null,
    { limit, filter }: { readonly limit?: number; readonly filter?: MetaFilter },
    find: () => Promise<readonly Entry[]>,
  ): Promise<readonly Entry[]> {
    const found = await find().catch((cause) => {
      failures.push(createFailure(query === null ? 'store' : 'embedder', cause));
      return [];
    });
    const ids = found.map(({ id }) => id);
    reads.push({ query, limit: limit ?? found.length, ...(filter && { filter }), found: ids });
    return found;
  }

  return {
    reads,
    failures,
    read: (query, options = {}) =>
      record(query, options, async () => (query.trim() === '' ? [] : memory.read(query, options))),
    readAll: ({ filter } = {}) =>
      record(null, { filter }, async () => {
        if (ablations.includes('read')) return [];
        const entries = await memory.entries();
        return filter === undefined ? entries : entries.filter(({ meta }) => matchesFilter(meta, filter));
      }),
  };
}
