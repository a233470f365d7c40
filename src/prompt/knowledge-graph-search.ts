import type { WorkflowPrompt } from './workflow-prompt.ts';

/** Names what to look up in a graph. */
export const knowledgeGraphSearch: WorkflowPrompt<'question'> = {
  name: 'knowledge-graph-search',
  version: 1,
  role: 'query-writer',
  instructions: `You search a graph of named entities by parts of words: a node is found where its name, type or an observation contains the searched text, letter for letter. Give up to five such texts for the question below: names first, then telling words.

Reply with one JSON object and nothing else: {"queries": ["…"]}`,
  sections: ['question'],
};
