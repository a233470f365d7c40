import { mem1State } from '../prompt/mem1-state.ts';
import { workflowQuestions } from '../prompt/workflow-questions.ts';
import { exactly } from './call-range.ts';
import { defineWorkflow } from './define-workflow.ts';
import type { Workflow, WorkflowDeclaration, WorkflowOptions } from './workflow.ts';

const RELEASED = 'MEM1, released rollout code';

export const MEM1: WorkflowDeclaration = {
  name: 'mem1',
  title: 'MEM1, untrained',
  goodAt: 'A prompt whose size does not grow with the number of turns.',
  operations: ['update', 'scratchpad'],
  unit: 'chunk',
  calls: { perUnit: exactly(1), perQuestion: exactly(0), formula: '1 per chunk (a turn)' },
  prompts: [mem1State],
  parameters: {
    searchResults: { value: 3, source: `${RELEASED}; for tasks with a search tool` },
    turns: { value: 6, source: `${RELEASED}; in a stream the number of chunks takes its place` },
  },
  defects: {},
  references: ['MEM1 (arXiv 2506.15841), section on the internal state.', 'Its released rollout loop.'],
  omits: ['Training.', 'Search: in a stream of documents the next chunk is the result.'],
};

/** The last reply is the state: each turn sees it, the questions and what is new, and nothing older. */
export function createMem1(options: WorkflowOptions): Workflow {
  return defineWorkflow(MEM1, options, {
    async memorise({ questions, chunk }, step) {
      const texts = {
        questions: workflowQuestions(questions),
        state: step.view.scratchpad,
        information: chunk.text,
        turns_left: String(chunk.count - chunk.index - 1),
      };
      // The reasoning is the state: a model that thinks between tags keeps its thoughts.
      const state = await step.ask(mem1State, texts, { thoughts: 'keep' });
      // Nothing said is no new state; the old one is all there is.
      return state === '' ? [] : [{ op: 'update', target: 'scratchpad', text: state }];
    },
    recall: async (_observation, { view }) => ({ texts: [view.scratchpad] }),
  });
}
