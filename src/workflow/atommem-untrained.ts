/**
 * A language-model policy, listed among the workflows.
 *
 * @module
 */
import type { Policy } from '../policy/policy.ts';
import { between } from './call-range.ts';
import type { Workflow, WorkflowDeclaration } from './workflow.ts';

const PAPER = 'AtomMem paper, section 4.1';
const RELEASED = 'AtomMem, released code';

export const ATOMMEM_UNTRAINED: WorkflowDeclaration = {
  name: 'atommem-untrained',
  title: 'AtomMem, untrained',
  goodAt: 'The control for trained policies: same operations, same prompt, no training.',
  operations: ['create', 'read', 'update', 'delete', 'scratchpad'],
  unit: 'chunk',
  calls: {
    perUnit: between(1, 3),
    perQuestion: between(1, 5),
    formula: '1 per step. A chunk or question is shown until a write, an answer or its limit of turns',
  },
  prompts: [],
  parameters: {
    k: { value: 6, source: PAPER },
    chunkTokens: { value: 4000, source: PAPER },
    temperature: { value: 0.7, source: PAPER },
    overlap: { value: 100, source: `${RELEASED} (an option of the stream)` },
    turns: { value: 40, source: `${RELEASED} (a rule of the stream)` },
  },
  defects: {
    advanceOn: {
      value: 'a write, or 3 turns',
      faithful: 'a write only',
      what: 'After a reply without a write to the store, the same chunk is shown again (rules of the stream).',
    },
  },
  references: ['AtomMem (arXiv 2601.08323), section 3; main table, row without RL.'],
  omits: [],
};

/** Wraps a policy such as `languageModelPolicy`, so that it is listed among the workflows. */
export function createAtomMemUntrained({ policy }: { readonly policy: Policy }): Workflow {
  return {
    name: ATOMMEM_UNTRAINED.name,
    declaration: ATOMMEM_UNTRAINED,
    unit: ATOMMEM_UNTRAINED.unit,
    settings: policy.settings,
    act: (observation, context) => policy.act(observation, context),
  };
}
