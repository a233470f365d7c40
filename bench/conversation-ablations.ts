/**
 * The learned conversation policy without Update, without Delete, and with its rules alone, for `atommem bench`:
 *
 *     atommem bench --suite change --stored 0.1 --systems bench/conversation-ablations.ts --policy learned,no-updates
 *
 * @module
 */
import { conversationPolicy } from '../src/ai/conversation/conversation-policy.ts';
import { learnedConversation } from '../src/ai/learned-conversation/learned-conversation.ts';
import { recallEntries } from '../src/ai/recall-entries.ts';
import { learnedSystem } from '../src/suite/baseline-systems.ts';
import type { MemorySystem } from '../src/suite/memory-system.ts';
import { policySystem } from '../src/suite/policy-system.ts';

const { policy, recall } = learnedConversation();

export const systems: readonly MemorySystem[] = [
  learnedSystem({ name: 'no-updates', updates: false }),
  learnedSystem({ name: 'no-deletes', deletes: false }),
  policySystem(policy, { name: 'rules-show', recall: recallEntries }),
  policySystem(conversationPolicy(), { name: 'rules-keep', recall }),
];
