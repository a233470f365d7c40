/**
 * MemAgent: one note, rewritten at every chunk.
 *
 * @module
 */
import { memagentUpdate } from '../prompt/memagent-update.ts';
import { workflowQuestions } from '../prompt/workflow-questions.ts';
import { exactly } from './call-range.ts';
import { defineWorkflow } from './define-workflow.ts';
import type { Workflow, WorkflowDeclaration, WorkflowOptions } from './workflow.ts';

const RELEASED = 'MemAgent, released evaluation code';

const PARAMETERS = {
  memoryTokens: { value: 1024, source: `${RELEASED}: the limit of one generation` },
  chunkTokens: { value: 5000, source: `${RELEASED} (an option of the stream)` },
  start: { value: 'No previous memory', source: RELEASED },
  temperature: { value: 0.7, source: `${RELEASED}, top-p 0.95. Baselines here use 0` },
} as const;

export const MEMAGENT: WorkflowDeclaration = {
  name: 'memagent',
  title: 'MemAgent, untrained',
  goodAt: 'Constant cost per chunk. Shows the value of a scratchpad alone.',
  operations: ['update', 'scratchpad'],
  unit: 'chunk',
  calls: { perUnit: exactly(1), perQuestion: exactly(0), formula: '1 per chunk' },
  prompts: [memagentUpdate],
  parameters: PARAMETERS,
  defects: {
    emptyReply: {
      value: 'keep',
      faithful: 'overwrite',
      what: 'An empty reply overwrites everything known so far.',
    },
  },
  references: [
    'MemAgent (arXiv 2507.02259), section on the memory workflow.',
    'Its released prompts and loop.',
  ],
  omits: ['Training.', 'The window of 8 192 tokens. Chunk and note stay within it.'],
};

export interface MemAgentOptions extends WorkflowOptions {
  /** Largest number of tokens in a reply, and so in the note. */
  readonly memoryTokens?: number;
  readonly emptyReply?: 'keep' | 'overwrite';
}

/** Keeps one note and rewrites it at every chunk. */
export function createMemAgent(options: MemAgentOptions): Workflow {
  const { memoryTokens = PARAMETERS.memoryTokens.value, emptyReply = 'keep' } = options;
  return defineWorkflow(MEMAGENT, options, {
    async memorise({ questions, chunk }, step) {
      const memory = step.view.scratchpad || PARAMETERS.start.value;
      const texts = { questions: workflowQuestions(questions), memory, chunk: chunk.text };
      const note = await step.ask(memagentUpdate, texts, { maxOutputTokens: memoryTokens });
      if (note === '' && emptyReply === 'keep') return [];
      return [{ op: 'update', target: 'scratchpad', text: note }];
    },
    recall: async (_observation, { view }) => ({ texts: [view.scratchpad || PARAMETERS.start.value] }),
  });
}
