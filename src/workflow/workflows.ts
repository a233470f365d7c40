import type { Policy } from '../policy/policy.ts';
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

/** What a workflow may be made of, whichever it is. */
export interface WorkflowSources extends WorkflowOptions {
  /** For `atommem-untrained`: a policy of the full interface, such as `languageModelPolicy`. */
  readonly policy?: Policy;
  /** Entries that a question brings up, in place of each workflow's own number. */
  readonly k?: number;
  /** For workflows that throw coins. Default 42. */
  readonly seed?: number;
}

interface Registered {
  readonly declaration: WorkflowDeclaration;
  readonly create: (sources: WorkflowSources) => Workflow;
}

/** In the order in which they are listed: controls, the paper's baselines, others. */
const REGISTERED: readonly Registered[] = [
  { declaration: CLOSED_BOOK, create: createClosedBook },
  { declaration: FULL_CONTEXT, create: createFullContext },
  recencyOf(1),
  recencyOf(4),
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

/** Every workflow, as data. */
export const workflowDeclarations: readonly WorkflowDeclaration[] = REGISTERED.map(
  ({ declaration }) => declaration,
);

export const workflowNames: readonly string[] = workflowDeclarations.map(({ name }) => name);

/**
 * The workflow of that name, with its published parameters. To change one, call its own factory.
 *
 * @throws for an unknown name (listing the known ones), or where it needs what the sources do not give.
 * @example
 * const workflow = createWorkflow('a-mem', { ask: languageModelAsk({ model }) });
 */
export function createWorkflow(name: string, sources: WorkflowSources): Workflow {
  const found = REGISTERED.find(({ declaration }) => declaration.name === name);
  if (found === undefined)
    throw new Error(`unknown workflow "${name}"; choose one of ${workflowNames.join(', ')}`);
  return found.create(sources);
}

function recencyOf(last: number): Registered {
  return {
    declaration: { ...RECENCY, name: `recency-${last}` },
    create: (sources) => createRecency({ ...sources, last }),
  };
}

function createUntrained({ policy }: WorkflowSources): Workflow {
  if (policy === undefined)
    throw new Error(`workflow "${ATOMMEM_UNTRAINED.name}" is a language-model policy: give "policy"`);
  return createAtomMemUntrained({ policy });
}
