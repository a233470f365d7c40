/**
 * Naive RAG, with and without query rewriting.
 *
 * @module
 */
import { naiveRagRewrite } from '../prompt/naive-rag-rewrite.ts';
import { exactly } from './call-range.ts';
import { defineWorkflow } from './define-workflow.ts';
import { storeDocument } from './document-text.ts';
import { unionByRank } from './union-by-rank.ts';
import type { Workflow, WorkflowDeclaration, WorkflowOptions } from './workflow.ts';

const PARAMETERS = {
  k: { value: 6, source: 'AtomMem paper, section 4.1' },
  passage: { value: 'one document', source: 'ours, for streams of documents' },
} as const;

const REWRITE_PARAMETERS = { ...PARAMETERS, queries: { value: 3, source: 'ours' } } as const;

export const NAIVE_RAG: WorkflowDeclaration = {
  name: 'naive-rag',
  title: 'Naive RAG',
  goodAt: 'Shows retrieval quality alone. It misses what does not resemble the question.',
  operations: ['create', 'read'],
  unit: 'chunk',
  calls: { perUnit: exactly(0), perQuestion: exactly(0), formula: 'none except the answer' },
  prompts: [],
  parameters: PARAMETERS,
  defects: {},
  references: ['AtomMem paper, main table, baseline "vanilla RAG".'],
  omits: ['Passages of 512 tokens. A document is one passage.'],
};

export const NAIVE_RAG_REWRITE: WorkflowDeclaration = {
  ...NAIVE_RAG,
  name: 'naive-rag-rewrite',
  title: 'Naive RAG with query rewriting',
  goodAt: 'Questions with several hops, for one more call before each answer.',
  calls: { perUnit: exactly(0), perQuestion: exactly(1), formula: '1 per question' },
  prompts: [naiveRagRewrite],
  parameters: REWRITE_PARAMETERS,
  references: ['Query rewriting before retrieval, as commonly described.'],
  omits: [...NAIVE_RAG.omits, 'Ranking by score. Memory returns ranks, so the best rank counts.'],
};

export interface NaiveRagOptions extends WorkflowOptions {
  /** Number of passages that are shown for a question. */
  readonly k?: number;
}

export interface NaiveRagRewriteOptions extends NaiveRagOptions {
  /** Largest number of searches for a question. */
  readonly queries?: number;
}

/** Stores whole documents and answers from those nearest to the question. */
export function createNaiveRag(options: NaiveRagOptions): Workflow {
  const { k = PARAMETERS.k.value } = options;
  return defineWorkflow(NAIVE_RAG, options, {
    memorise: async ({ chunk }) => chunk.documents.map((document) => storeDocument(document)),
    async recall({ question }, step) {
      const found = await step.read(question.text, { limit: k });
      return { texts: found.map(({ text }) => text) };
    },
  });
}

/** Does the same, but searches with a few queries that a model writes. */
export function createNaiveRagRewrite(options: NaiveRagRewriteOptions): Workflow {
  const { k = PARAMETERS.k.value, queries = REWRITE_PARAMETERS.queries.value } = options;
  return defineWorkflow(NAIVE_RAG_REWRITE, options, {
    memorise: async ({ chunk }) => chunk.documents.map((document) => storeDocument(document)),
    async recall({ question }, step) {
      const reply = await step.askJson(naiveRagRewrite, { question: question.text });
      const written = reply.texts('queries').slice(0, queries);
      const lists = [];
      for (const query of written.length > 0 ? written : [question.text])
        lists.push(await step.read(query, { limit: k }));
      return { texts: unionByRank(lists, k).map(({ text }) => text) };
    },
  });
}
