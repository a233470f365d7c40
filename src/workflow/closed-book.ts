/**
 * Closed book: no memory at all.
 *
 * @module
 */
import { exactly } from './call-range.ts';
import { defineWorkflow } from './define-workflow.ts';
import type { Workflow, WorkflowDeclaration, WorkflowOptions } from './workflow.ts';

export const CLOSED_BOOK: WorkflowDeclaration = {
  name: 'closed-book',
  title: 'Closed book',
  goodAt: 'The lower bound, and a test for contamination: what the model knows without reading.',
  operations: [],
  unit: 'chunk',
  calls: { perUnit: exactly(0), perQuestion: exactly(0), formula: 'none except the answer' },
  prompts: [],
  parameters: {},
  defects: {},
  references: ['No publication. A common control.'],
  omits: [],
};

/** Stores nothing and answers from the question alone. */
export function createClosedBook(options: WorkflowOptions): Workflow {
  return defineWorkflow(CLOSED_BOOK, options, {
    memorise: async () => [],
    recall: async () => ({ texts: [] }),
  });
}
