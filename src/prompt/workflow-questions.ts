import type { Question } from '../task/observation.ts';
import { numberedLines } from './workflow-prompt.ts';

/** The questions of a task as numbered lines. */
export function workflowQuestions(questions: readonly Question[]): string {
  return numberedLines(questions.map(({ text }) => text));
}
