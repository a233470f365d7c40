/**
 * The prompt `a-mem-keywords`.
 *
 * @module
 */
import type { WorkflowPrompt } from './workflow-prompt.ts';

/** Turns a question into keywords. */
export const aMemKeywords: WorkflowPrompt<'question'> = {
  name: 'a-mem-keywords',
  version: 2,
  role: 'query-writer',
  instructions: `You search a collection of notes. List keywords that find the notes which answer the question: names, works, places and relations. Put the most important first.

Reply with one JSON object and nothing else: {"keywords": ["…"]}`,
  sections: ['question'],
};
