import type { WorkflowPrompt } from './workflow-prompt.ts';

/** Splits a question into searches, for retrieval that would miss a second hop. */
export const naiveRagRewrite: WorkflowPrompt<'question'> = {
  name: 'naive-rag-rewrite',
  version: 1,
  role: 'query-writer',
  instructions: `You write search queries. The passages that answer a question may be far apart and worded differently; one query often finds only one of them. Write up to three short queries that together should find every passage needed: name the people, places, works and relations that each passage would mention.

Reply with one JSON object and nothing else: {"queries": ["…"]}`,
  sections: ['question'],
};
