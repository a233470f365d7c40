/**
 * The prompt `naive-rag-rewrite`.
 *
 * @module
 */
import type { WorkflowPrompt } from './workflow-prompt.ts';

/** Splits a question into searches, so that a second hop is found. */
export const naiveRagRewrite: WorkflowPrompt<'question'> = {
  name: 'naive-rag-rewrite',
  version: 2,
  role: 'query-writer',
  instructions: `Write search queries for the question below. The passages that answer it may be far apart and use other words, so one query often finds only one of them. Write up to three short queries that together find every passage needed. Use the names, places, works and relations that each passage would mention.

Reply with one JSON object and nothing else: {"queries": ["…"]}`,
  sections: ['question'],
};
