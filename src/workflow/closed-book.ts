import { exactly } from './call-range.ts';
import { defineWorkflow } from './define-workflow.ts';
import type { Workflow, WorkflowDeclaration, WorkflowOptions } from './workflow.ts';

export const CLOSED_BOOK: WorkflowDeclaration = {
  name: 'closed-book',
  title: 'Closed book',
  goodAt: 'The floor, and a probe for contamination: what the model knows without reading.',
  operations: [],
  unit: 'chunk',
  calls: { perUnit: exactly(0), perQuestion: exactly(0), formula: 'none beside the Answerer' },
  prompts: [],
  parameters: {},
  defects: {},
  references: ['No publication: the usual control.'],
  omits: [],
};

/** Keeps nothing and shows the Answerer nothing but the question. */
export function createClosedBook(options: WorkflowOptions): Workflow {
  return defineWorkflow(CLOSED_BOOK, options, {
    memorise: async () => [],
    recall: async () => ({ texts: [] }),
  });
}
