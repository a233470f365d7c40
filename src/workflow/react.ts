/**
 * ReAct: a transcript that only grows.
 *
 * @module
 */
import type { Entry } from '../memory/entry.ts';
import type { Operation } from '../memory/operation.ts';
import { reactThought } from '../prompt/react-thought.ts';
import { workflowQuestions } from '../prompt/workflow-questions.ts';
import { exactly } from './call-range.ts';
import { defineWorkflow } from './define-workflow.ts';
import { storeChunk } from './store-chunk.ts';
import { countTokens, type TextCutter } from './truncate.ts';
import type { Workflow, WorkflowDeclaration, WorkflowOptions } from './workflow.ts';

const PARAMETERS = {
  window: { value: 32_768, source: 'ours: the description leaves the window to the model' },
} as const;

export const REACT: WorkflowDeclaration = {
  name: 'react',
  title: 'ReAct, append-only',
  goodAt: 'Tool tasks that fit the window. The control without memory for longer ones.',
  operations: ['create', 'read', 'delete'],
  unit: 'chunk',
  calls: { perUnit: exactly(1), perQuestion: exactly(0), formula: '1 per chunk (a turn)' },
  prompts: [reactThought],
  parameters: PARAMETERS,
  defects: {},
  references: ['ReAct (arXiv 2210.03629): thought, action, observation.'],
  omits: ['Tools. In a document stream, the only action is to read on.'],
};

export interface ReactOptions extends WorkflowOptions {
  /** Number of tokens of the transcript. Older turns are dropped as a whole. */
  readonly window?: number;
}

/** Appends every observation and thought to a transcript, and never searches it. */
export function createReact(options: ReactOptions): Workflow {
  const { window = PARAMETERS.window.value, tokens } = options;
  return defineWorkflow(REACT, options, {
    async memorise({ questions, chunk }, step) {
      const turns = await step.readAll();
      const kept = selectNewest(turns, window - countTokens(chunk.text, tokens), tokens);
      const thought = await step.ask(reactThought, {
        questions: workflowQuestions(questions),
        transcript: kept.map(({ text }) => text).join('\n\n'),
        observation: chunk.text,
      });
      // A turn that has left the window never returns.
      const dropped = turns.slice(0, turns.length - kept.length);
      const turn = storeChunk(chunk);
      return [
        ...dropped.map(({ id }): Operation => ({ op: 'delete', target: { id } })),
        { ...turn, text: `Observation ${chunk.index + 1}:\n${chunk.text}\nThought: ${thought}` },
      ];
    },
    async recall(_observation, step) {
      const turns = selectNewest(await step.readAll(), window, tokens);
      return { texts: turns.map(({ text }) => text) };
    },
  });
}

/** Returns the longest run of last turns that fits, in order. */
function selectNewest(turns: readonly Entry[], window: number, cutter?: TextCutter): readonly Entry[] {
  let room = window;
  let first = turns.length;
  while (first > 0) {
    room -= countTokens(turns[first - 1]!.text, cutter);
    if (room < 0) break;
    first -= 1;
  }
  return turns.slice(first);
}
