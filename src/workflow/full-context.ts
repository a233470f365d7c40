import { exactly } from './call-range.ts';
import { defineWorkflow } from './define-workflow.ts';
import { storeChunk } from './store-chunk.ts';
import { type Truncation, truncate } from './truncate.ts';
import type { Workflow, WorkflowDeclaration, WorkflowOptions } from './workflow.ts';

const PARAMETERS = {
  window: { value: 32_768, source: 'ours; the description leaves the budget to the model' },
  keep: { value: 'centre', source: 'released MemAgent harness: both ends kept, the centre cut out' },
} as const;

export const FULL_CONTEXT: WorkflowDeclaration = {
  name: 'full-context',
  title: 'Full context',
  goodAt: 'The ceiling while all of it fits the window, and where long inputs make a model collapse.',
  operations: ['create', 'read'],
  unit: 'chunk',
  calls: { perUnit: exactly(0), perQuestion: exactly(0), formula: 'none beside the Answerer' },
  prompts: [],
  parameters: PARAMETERS,
  defects: {},
  references: ['AtomMem paper, main table, baseline "full context".'],
  omits: [],
};

export interface FullContextOptions extends WorkflowOptions {
  /** Tokens of the stream that the Answerer sees. */
  readonly window?: number;
  readonly keep?: Truncation;
}

/** Stores every chunk and shows the Answerer all of them, cut to the window. */
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
