/**
 * Working memory and semantic recall, as in Mastra.
 *
 * @module
 */
import type { Entry } from '../memory/entry.ts';
import { workflowQuestions } from '../prompt/workflow-questions.ts';
import { workingMemoryUpdate } from '../prompt/working-memory-update.ts';
import { exactly } from './call-range.ts';
import { defineWorkflow } from './define-workflow.ts';
import { documentText, storeDocument } from './document-text.ts';
import type { Workflow, WorkflowDeclaration, WorkflowOptions, WorkflowStep } from './workflow.ts';

const DOCUMENTED = "Mastra's documentation";

const PARAMETERS = {
  recalled: { value: 4, source: DOCUMENTED },
  around: { value: 1, source: `${DOCUMENTED}: messages before and after each hit` },
  recent: { value: 10, source: DOCUMENTED },
} as const;

export const WORKING_MEMORY_RECALL: WorkflowDeclaration = {
  name: 'working-memory-recall',
  title: 'Working memory and semantic recall',
  goodAt: 'A common product default: every message is kept and one block is always shown.',
  operations: ['create', 'read', 'update', 'scratchpad'],
  unit: 'turn',
  calls: { perUnit: exactly(1), perQuestion: exactly(0), formula: '1 per document or turn' },
  prompts: [workingMemoryUpdate],
  parameters: PARAMETERS,
  defects: {},
  references: [`${DOCUMENTED}: working memory, semantic recall, message history.`],
  omits: ['The option of the model to leave the block alone. It is asked at every message.'],
};

export interface WorkingMemoryRecallOptions extends WorkflowOptions {
  readonly recalled?: number;
  readonly around?: number;
  readonly recent?: number;
}

/** Keeps every message, recalls similar ones with their neighbours, and rewrites one block. */
export function createWorkingMemoryRecall(options: WorkingMemoryRecallOptions): Workflow {
  const { recalled = PARAMETERS.recalled.value, around = PARAMETERS.around.value } = options;
  const { recent = PARAMETERS.recent.value } = options;

  async function remember(
    query: string,
    step: WorkflowStep,
  ): Promise<{ readonly recalled: readonly string[]; readonly recent: readonly string[] }> {
    const hits = await step.read(query, { limit: recalled });
    const all = await step.readAll();
    const last = all.slice(-recent);
    const near = withNeighbours(hits, all, around).filter((entry) => !last.includes(entry));
    return { recalled: near.map(({ text }) => text), recent: last.map(({ text }) => text) };
  }

  return defineWorkflow(WORKING_MEMORY_RECALL, options, {
    async memorise({ questions, chunk }, step) {
      let block = step.view.scratchpad;
      for (const document of chunk.documents) {
        const message = documentText(document);
        const known = await remember(message, step);
        const written = await step.ask(workingMemoryUpdate, {
          questions: workflowQuestions(questions),
          block,
          recalled: known.recalled.join('\n\n'),
          recent: known.recent.join('\n\n'),
          message,
        });
        block = written || block;
      }
      const messages = chunk.documents.map((document) => storeDocument(document));
      return [...messages, { op: 'update', target: 'scratchpad', text: block }];
    },
    async recall({ question }, step) {
      const known = await remember(question.text, step);
      return { texts: [step.view.scratchpad, ...known.recalled, ...known.recent].filter(Boolean) };
    },
  });
}

/** Adds the neighbours of each hit, in the original order. */
function withNeighbours(hits: readonly Entry[], all: readonly Entry[], around: number): readonly Entry[] {
  const wanted = new Set(hits.map(({ id }) => id));
  return all.filter((_, place) =>
    all.slice(Math.max(0, place - around), place + around + 1).some(({ id }) => wanted.has(id)),
  );
}
