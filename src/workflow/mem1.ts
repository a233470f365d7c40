/**
 * MEM1: the last reply is the whole state.
 *
 * @module
 */
import { mem1State } from '../prompt/mem1-state.ts';
import { workflowQuestions } from '../prompt/workflow-questions.ts';
import { exactly } from './call-range.ts';
import { defineWorkflow } from './define-workflow.ts';
import type { Workflow, WorkflowDeclaration, WorkflowOptions } from './workflow.ts';

const RELEASED = 'MEM1, released rollout code';

export const MEM1: WorkflowDeclaration = {
  name: 'mem1',
  title: 'MEM1, untrained',
  goodAt: 'Prompts that do not grow with the number of turns.',
  operations: ['update', 'scratchpad'],
  unit: 'chunk',
  calls: { perUnit: exactly(1), perQuestion: exactly(0), formula: '1 per chunk (a turn)' },
  prompts: [mem1State],
  parameters: {
    searchResults: { value: 3, source: `${RELEASED}, for tasks with a search tool` },
    turns: { value: 6, source: `${RELEASED}. In a stream, the number of chunks replaces it` },
  },
  defects: {},
  references: ['MEM1 (arXiv 2506.15841), section on the internal state.', 'Its released rollout loop.'],
  omits: ['Training.', 'Search. In a document stream, the next chunk is the result.'],
};

/** Uses the last reply as the state. Each turn sees the state, the questions and the new information. */
export function createMem1(options: WorkflowOptions): Workflow {
  return defineWorkflow(MEM1, options, {
    async memorise({ questions, chunk }, step) {
      const texts = {
        questions: workflowQuestions(questions),
        state: step.view.scratchpad,
        information: chunk.text,
        turns_left: String(chunk.count - chunk.index - 1),
      };
      // The reasoning is the state, so thoughts are kept.
      const state = await step.ask(mem1State, texts, { thoughts: 'keep' });
      // An empty reply must not erase the state.
      return state === '' ? [] : [{ op: 'update', target: 'scratchpad', text: state }];
    },
    recall: async (_observation, { view }) => ({ texts: [view.scratchpad] }),
  });
}
