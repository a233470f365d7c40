/**
 * The published workflows by name.
 *
 * @module
 */
import type { Policy } from '../policy/policy.ts';
import { AtomMemError } from '../shared/error.ts';
import { A_MEM, createAMem } from './a-mem.ts';
import { ACTMEM, createActMem } from './actmem.ts';
import { ATOMMEM_UNTRAINED, createAtomMemUntrained } from './atommem-untrained.ts';
import { CLOSED_BOOK, createClosedBook } from './closed-book.ts';
import { createFocus, FOCUS } from './focus.ts';
import { createFullContext, FULL_CONTEXT } from './full-context.ts';
import { createGenerativeAgents, GENERATIVE_AGENTS } from './generative-agents.ts';
import { createKnowledgeGraph, KNOWLEDGE_GRAPH } from './knowledge-graph.ts';
import { createLangMem, LANGMEM } from './langmem.ts';
import { createLightMem, LIGHTMEM } from './lightmem.ts';
import { createMem02026, MEM0_2026 } from './mem0-2026.ts';
import { createMem0Classic, MEM0_CLASSIC } from './mem0-classic.ts';
import { createMem1, MEM1 } from './mem1.ts';
import { createMemAgent, MEMAGENT } from './memagent.ts';
import { createMemGptBlocks, MEMGPT_BLOCKS } from './memgpt-blocks.ts';
import { createMemoryBank, MEMORYBANK } from './memorybank.ts';
import { createNaiveRag, createNaiveRagRewrite, NAIVE_RAG, NAIVE_RAG_REWRITE } from './naive-rag.ts';
import { createObserverLog, OBSERVER_LOG } from './observer-log.ts';
import { createReact, REACT } from './react.ts';
import { createRecency, RECENCY } from './recency.ts';
import { createTemporalFacts, TEMPORAL_FACTS } from './temporal-facts.ts';
import type { Workflow, WorkflowDeclaration, WorkflowOptions } from './workflow.ts';
import { createWorkingMemoryRecall, WORKING_MEMORY_RECALL } from './working-memory-recall.ts';

/** Options of `createWorkflow`. Each workflow uses those that concern it. */
export interface WorkflowSources extends WorkflowOptions {
  /** For `atommem-untrained`: the policy, such as `languageModelPolicy`. */
  readonly policy?: Policy;
  /** Number of entries to read for a question. Default: each workflow's published number. */
  readonly k?: number;
  /** Seed of workflows that make random choices. Default 42. */
  readonly seed?: number;
}

interface Registered {
  readonly declaration: WorkflowDeclaration;
  readonly create: (sources: WorkflowSources) => Workflow;
}

/** In the order of the list: controls, the paper's baselines, others. */
const REGISTERED: readonly Registered[] = [
  { declaration: CLOSED_BOOK, create: createClosedBook },
  { declaration: FULL_CONTEXT, create: createFullContext },
  registerRecency(1),
  registerRecency(4),
  { declaration: NAIVE_RAG, create: createNaiveRag },
  { declaration: NAIVE_RAG_REWRITE, create: createNaiveRagRewrite },
  { declaration: REACT, create: createReact },
  { declaration: MEMAGENT, create: createMemAgent },
  { declaration: MEM1, create: createMem1 },
  { declaration: ATOMMEM_UNTRAINED, create: createUntrained },
  { declaration: MEM0_CLASSIC, create: createMem0Classic },
  { declaration: MEM0_2026, create: createMem02026 },
  { declaration: GENERATIVE_AGENTS, create: createGenerativeAgents },
  { declaration: A_MEM, create: createAMem },
  { declaration: MEMORYBANK, create: createMemoryBank },
  { declaration: LIGHTMEM, create: createLightMem },
  { declaration: ACTMEM, create: createActMem },
  { declaration: FOCUS, create: createFocus },
  { declaration: LANGMEM, create: createLangMem },
  { declaration: WORKING_MEMORY_RECALL, create: createWorkingMemoryRecall },
  { declaration: OBSERVER_LOG, create: createObserverLog },
  { declaration: MEMGPT_BLOCKS, create: createMemGptBlocks },
  { declaration: TEMPORAL_FACTS, create: createTemporalFacts },
  { declaration: KNOWLEDGE_GRAPH, create: createKnowledgeGraph },
];

/** The declarations of all workflows. */
export const workflowDeclarations: readonly WorkflowDeclaration[] = REGISTERED.map(
  ({ declaration }) => declaration,
);

export const workflowNames: readonly string[] = workflowDeclarations.map(({ name }) => name);

/**
 * Creates the workflow of a name, with its published parameters. Its `unit` says how streams should be cut for
 * it, and `evaluate` cuts them so.
 *
 * @throws AtomMemError `bad-option` for an unknown name, or if the workflow needs an option that is missing.
 * @example
 * const workflow = createWorkflow('a-mem', { ask: languageModelAsk({ model }) });
 */
export function createWorkflow(name: string, sources: WorkflowSources): Workflow {
  const found = REGISTERED.find(({ declaration }) => declaration.name === name);
  if (found !== undefined) return found.create(sources);
  throw new AtomMemError('bad-option', {
    problem: `Unknown workflow "${name}"`,
    remedy: `Choose one of ${workflowNames.join(', ')}`,
    details: { option: 'name', value: name, accepted: workflowNames },
  });
}

function registerRecency(last: number): Registered {
  return {
    declaration: { ...RECENCY, name: `recency-${last}` },
    create: (sources) => createRecency({ ...sources, last }),
  };
}

function createUntrained({ policy }: WorkflowSources): Workflow {
  if (policy !== undefined) return createAtomMemUntrained({ policy });
  throw new AtomMemError('bad-option', {
    problem: `The workflow "${ATOMMEM_UNTRAINED.name}" is a language-model policy`,
    remedy: 'Give `policy`, for example languageModelPolicy({ model })',
    details: { option: 'policy' },
  });
}
