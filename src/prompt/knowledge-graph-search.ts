/**
 * The prompt `knowledge-graph-search`.
 *
 * @module
 */
import type { WorkflowPrompt } from './workflow-prompt.ts';

/** Names what to look up in a graph. */
export const knowledgeGraphSearch: WorkflowPrompt<'question'> = {
  name: 'knowledge-graph-search',
  version: 2,
  role: 'query-writer',
  instructions: `You search a graph of named entities. A search finds an entity if its name, type or an observation contains the searched text exactly. Give up to five texts to search for the question below. Put names first, then other important words.

Reply with one JSON object and nothing else: {"queries": ["…"]}`,
  sections: ['question'],
};
