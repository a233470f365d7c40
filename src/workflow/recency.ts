import { exactly } from './call-range.ts';
import { defineWorkflow } from './define-workflow.ts';
import { storeChunk } from './store-chunk.ts';
import type { Workflow, WorkflowDeclaration, WorkflowOptions } from './workflow.ts';

const PARAMETERS = { last: { value: 4, source: 'ours: 1 and 4' } } as const;

export const RECENCY: WorkflowDeclaration = {
  name: 'recency',
  title: 'Recency window',
  goodAt: 'The cheap control for any claim that memory helps.',
  operations: ['create', 'read'],
  unit: 'chunk',
  calls: { perUnit: exactly(0), perQuestion: exactly(0), formula: 'none beside the Answerer' },
  prompts: [],
  parameters: PARAMETERS,
  defects: {},
  references: ['No publication: the usual control.'],
  omits: [],
};

export interface RecencyOptions extends WorkflowOptions {
  /** Chunks that the Answerer sees: the last ones, in their order. */
  readonly last?: number;
}

/** Shows the Answerer the end of the stream, and nothing else. Named `recency-1`, `recency-4` … */
export function createRecency(options: RecencyOptions): Workflow {
  const { last = PARAMETERS.last.value } = options;
  if (!(last >= 1)) throw new RangeError(`last is ${last}: give at least 1 chunk`);
  return defineWorkflow({ ...RECENCY, name: `recency-${last}` }, options, {
    memorise: async ({ chunk }) => [storeChunk(chunk)],
    async recall(_observation, step) {
      const entries = await step.readAll();
      return { texts: entries.slice(-last).map(({ text }) => text) };
    },
  });
}
