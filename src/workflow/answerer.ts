/**
 * How workflows turn the texts they recall into an answer.
 *
 * @module
 */
import { unbox } from '../codec/boxed.ts';
import { workflowAnswer } from '../prompt/workflow-answer.ts';
import { numberedLines, type WorkflowPrompt } from '../prompt/workflow-prompt.ts';
import { workflowSelect } from '../prompt/workflow-select.ts';
import { AtomMemError } from '../shared/error.ts';
import type { AnswerFrom, WorkflowOptions, WorkflowStep } from './workflow.ts';

/** Answers a question from texts. */
export interface Answerer {
  /** Its prompts. Each costs one model call for every question. */
  readonly prompts: readonly WorkflowPrompt[];
  answer(question: string, texts: readonly string[], step: WorkflowStep): Promise<string>;
}

/**
 * Creates the answerer that the options ask for: a function, a model, or a model that selects texts first.
 *
 * @throws AtomMemError `bad-option` if the options have neither `ask` nor `answerFrom`.
 */
export function createAnswerer(workflow: string, options: WorkflowOptions): Answerer {
  const { ask, answerFrom, selectThenAnswer = false } = options;
  if (answerFrom !== undefined) return extractiveAnswerer(answerFrom);
  if (ask === undefined) {
    throw new AtomMemError('bad-option', {
      problem: `The workflow "${workflow}" has nothing to answer with`,
      remedy: 'Give `ask` (a model) or `answerFrom` (a function such as answerFromTexts)',
      details: { option: 'ask' },
    });
  }
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

/** Memory-R1's way: select the useful notes first, then answer from these alone. */
const selectingAnswerer: Answerer = {
  prompts: [workflowSelect, workflowAnswer],
  async answer(question, texts, step) {
    const reply = await step.askJson(workflowSelect, { question, notes: numberedLines(texts) });
    const useful = reply.numbers('useful', 1, texts.length).map((number) => texts[number - 1]!);
    // An empty selection says little about the notes, so all of them are used.
    return modelAnswerer.answer(question, useful.length > 0 ? useful : texts, step);
  },
};
