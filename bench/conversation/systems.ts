/**
 * The systems to compare: the conversation policy, and two baselines on the same middleware.
 * @module
 */
import { conversationPolicy } from '../../src/ai/conversation/conversation-policy.ts';
import type { WithMemoryOptions } from '../../src/ai/with-memory.ts';
import { definePolicy } from '../../src/policy/define-policy.ts';

export interface System {
  readonly name: string;
  /** @param entries Maximum number of entries that the policy keeps. */
  options(entries?: number): Pick<WithMemoryOptions, 'policy' | 'recall'>;
}

/** Stores every user message verbatim. */
const storeTurns = definePolicy({
  name: 'store-turns',
  memorise: ({ chunk }) =>
    chunk.documents
      .filter(({ text }) => text.startsWith('user: '))
      .map(({ text }) => ({ op: 'create', text: text.slice('user: '.length) })),
});

export const SYSTEMS: readonly System[] = [
  { name: 'withMemory', options: (entries) => ({ policy: conversationPolicy({ budget: { entries } }) }) },
  {
    name: 'all turns by similarity',
    options: () => ({
      policy: storeTurns,
      recall: ({ memory, query }) => memory.read(query, { limit: 50 }),
    }),
  },
  {
    name: 'last 20 turns',
    options: () => ({
      policy: storeTurns,
      recall: async ({ entries }) => (await entries()).slice(-20).reverse(),
    }),
  },
];
