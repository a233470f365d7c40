/**
 * Full context: everything is shown.
 *
 * @module
 */
import { exactly } from './call-range.ts';
import { defineWorkflow } from './define-workflow.ts';
import { storeChunk } from './store-chunk.ts';
import { type Truncation, truncate } from './truncate.ts';
import type { Workflow, WorkflowDeclaration, WorkflowOptions } from './workflow.ts';

const PARAMETERS = {
  window: { value: 32_768, source: 'ours: the description leaves the budget to the model' },
  keep: { value: 'centre', source: 'released MemAgent code: keeps both ends and cuts the centre' },
} as const;

export const FULL_CONTEXT: WorkflowDeclaration = {
  name: 'full-context',
  title: 'Full context',
  goodAt: 'The upper bound while everything fits, and shows where long inputs overwhelm a model.',
  operations: ['create', 'read'],
  unit: 'chunk',
  calls: { perUnit: exactly(0), perQuestion: exactly(0), formula: 'none except the answer' },
  prompts: [],
  parameters: PARAMETERS,
  defects: {},
  references: ['AtomMem paper, main table, baseline "full context".'],
  omits: [],
};

export interface FullContextOptions extends WorkflowOptions {
  /** Number of tokens of the stream that are shown for a question. */
  readonly window?: number;
  readonly keep?: Truncation;
}

/** Stores every chunk and answers from all of them, cut to the window. */
export function createFullContext(options: FullContextOptions): Workflow {
  const { window = PARAMETERS.window.value, keep = PARAMETERS.keep.value, tokens } = options;
  return defineWorkflow(FULL_CONTEXT, options, {
    memorise: async ({ chunk }) => [storeChunk(chunk)],
    async recall(_observation, step) {
      const texts = (await step.readAll()).map(({ text }) => text);
      const whole = texts.join('\n\n');
      const kept = truncate(whole, window, keep, tokens);
      return { texts: kept === whole ? texts : [kept] };
    },
  });
}
