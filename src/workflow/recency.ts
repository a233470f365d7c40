import type { Operation } from '../memory/operation.ts';
import { exactly } from './call-range.ts';
import { defineWorkflow } from './define-workflow.ts';
import { storeChunk } from './store-chunk.ts';
import type { Workflow, WorkflowDeclaration, WorkflowOptions } from './workflow.ts';

const PARAMETERS = { last: { value: 4, source: 'ours: 1 and 4' } } as const;

export const RECENCY: WorkflowDeclaration = {
  name: 'recency',
  title: 'Recency window',
  goodAt: 'The cheap control for any claim that memory helps.',
  operations: ['create', 'read', 'delete'],
  unit: 'chunk',
  calls: { perUnit: exactly(0), perQuestion: exactly(0), formula: 'none beside the Answerer' },
  prompts: [],
  parameters: PARAMETERS,
  defects: {},
  references: ['No publication: the usual control.'],
  omits: [],
};

export interface RecencyOptions extends WorkflowOptions {
  /** Chunks that are kept: the last ones, in their order. */
  readonly last?: number;
}

/** Keeps the end of the stream and shows the Answerer that, and nothing else. Named `recency-1`, `recency-4` … */
export function createRecency(options: RecencyOptions): Workflow {
  const { last = PARAMETERS.last.value } = options;
  if (!(last >= 1)) throw new RangeError(`last is ${last}: give at least 1 chunk`);
  return defineWorkflow({ ...RECENCY, name: `recency-${last}` }, options, {
    async memorise({ chunk }, step) {
      const entries = await step.readAll();
      const past = entries.slice(0, Math.max(0, entries.length - last + 1));
      return [...past.map(({ id }): Operation => ({ op: 'delete', target: { id } })), storeChunk(chunk)];
    },
    async recall(_observation, step) {
      // Where Delete is ablated older chunks stay in memory; they are not shown all the same.
      const entries = await step.readAll();
      return { texts: entries.slice(-last).map(({ text }) => text) };
    },
  });
}
