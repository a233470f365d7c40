/**
 * Recency window: the last chunks.
 *
 * @module
 */
import type { Operation } from '../memory/operation.ts';
import { AtomMemError } from '../shared/error.ts';
import { exactly } from './call-range.ts';
import { defineWorkflow } from './define-workflow.ts';
import { storeChunk } from './store-chunk.ts';
import type { Workflow, WorkflowDeclaration, WorkflowOptions } from './workflow.ts';

const PARAMETERS = { last: { value: 4, source: 'ours: 1 and 4' } } as const;

export const RECENCY: WorkflowDeclaration = {
  name: 'recency',
  title: 'Recency window',
  goodAt: 'The cheap control for every claim that memory helps.',
  operations: ['create', 'read', 'delete'],
  unit: 'chunk',
  calls: { perUnit: exactly(0), perQuestion: exactly(0), formula: 'none except the answer' },
  prompts: [],
  parameters: PARAMETERS,
  defects: {},
  references: ['No publication. A common control.'],
  omits: [],
};

export interface RecencyOptions extends WorkflowOptions {
  /** Number of last chunks to keep. */
  readonly last?: number;
}

/** Keeps the last chunks and answers from them alone. Named `recency-1`, `recency-4` and so on. */
export function createRecency(options: RecencyOptions): Workflow {
  const { last = PARAMETERS.last.value } = options;
  if (!(last >= 1))
    throw new AtomMemError('bad-option', {
      problem: `last is ${last}`,
      remedy: 'Give at least 1 chunk',
      details: { option: 'last', value: last },
    });
  return defineWorkflow({ ...RECENCY, name: `recency-${last}` }, options, {
    async memorise({ chunk }, step) {
      const entries = await step.readAll();
      const past = entries.slice(0, Math.max(0, entries.length - last + 1));
      return [...past.map(({ id }): Operation => ({ op: 'delete', target: { id } })), storeChunk(chunk)];
    },
    async recall(_observation, step) {
      // If delete is ablated, older chunks stay in memory. They must not be shown.
      const entries = await step.readAll();
      return { texts: entries.slice(-last).map(({ text }) => text) };
    },
  });
}
