import { unbox } from '../codec/boxed.ts';
import { workflowAnswer } from '../prompt/workflow-answer.ts';
import { numberedLines, type WorkflowPrompt } from '../prompt/workflow-prompt.ts';
import { workflowSelect } from '../prompt/workflow-select.ts';
import type { AnswerFrom, WorkflowOptions, WorkflowStep } from './workflow.ts';

/** Turns what a workflow shows for a question into an answer. */
export interface Answerer {
  /** One model call for each, at every question. */
  readonly prompts: readonly WorkflowPrompt[];
  answer(question: string, texts: readonly string[], step: WorkflowStep): Promise<string>;
}

/**
 * The Answerer that the options stand for: a function, a model, or a model that selects first.
 *
 * @throws where the options give neither `ask` nor `answerFrom`.
 */
export function createAnswerer(workflow: string, options: WorkflowOptions): Answerer {
  const { ask, answerFrom, selectThenAnswer = false } = options;
  if (answerFrom !== undefined) return extractiveAnswerer(answerFrom);
  if (ask === undefined)
    throw new Error(`workflow "${workflow}" has nothing to answer with: give "ask" or "answerFrom"`);
  return selectThenAnswer ? selectingAnswerer : modelAnswerer;
}

function extractiveAnswerer(answerFrom: AnswerFrom): Answerer {
  return { prompts: [], answer: async (question, texts) => answerFrom(question, texts) };
}

const modelAnswerer: Answerer = {
  prompts: [workflowAnswer],
  async answer(question, texts, step) {
    const reply = await step.ask(workflowAnswer, { notes: texts.join('\n\n'), question });
    return unbox(reply);
  },
};

/** Memory-R1's reading: first the notes that help, then the answer from these alone. */
const selectingAnswerer: Answerer = {
  prompts: [workflowSelect, workflowAnswer],
  async answer(question, texts, step) {
    const reply = await step.askJson(workflowSelect, { question, notes: numberedLines(texts) });
    const useful = reply.numbers('useful', 1, texts.length).map((number) => texts[number - 1]!);
    // A selection that holds nothing is no reason to answer from nothing.
    return modelAnswerer.answer(question, useful.length > 0 ? useful : texts, step);
  },
};
