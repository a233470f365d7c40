import type { WorkflowPrompt } from './workflow-prompt.ts';

/** Turns a question into keywords. */
export const aMemKeywords: WorkflowPrompt<'question'> = {
  name: 'a-mem-keywords',
  version: 1,
  role: 'query-writer',
  instructions: `You search a collection of notes. Give the keywords under which the notes that answer the question would be found: names, works, places, relations, the most telling first.

Reply with one JSON object and nothing else: {"keywords": ["…"]}`,
  sections: ['question'],
};
