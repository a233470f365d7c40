/**
 * Questions in prompts of workflows.
 *
 * @module
 */
import type { Question } from '../task/observation.ts';
import { numberedLines } from './workflow-prompt.ts';

/** Writes the questions of a task as numbered lines. */
export function workflowQuestions(questions: readonly Question[]): string {
  return numberedLines(questions.map(({ text }) => text));
}
