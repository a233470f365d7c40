/**
 * Weights files of the learned conversation policy.
 *
 * @module
 */
import type { Network } from '../../learned/network.ts';
import { formatNetwork, type NetworkKind, parseNetwork } from '../../learned/network-file.ts';
import type { JsonObject, JsonValue } from '../../shared/json.ts';
import { CONVERSATION_FEATURES } from './rows.ts';

const CONVERSATION: NetworkKind = {
  format: 'atommem.conversation-controller/1',
  features: CONVERSATION_FEATURES,
  training: 'atommem train conversation --data FILES --out FOLDER',
};

/** What the learned conversation policy has learned. */
export interface ConversationWeights {
  readonly network: Network;
  /** How the weights were trained: command, data, seed. */
  readonly origin: JsonObject;
}

/** Returns weights as the JSON value of a weights file. */
export function formatConversationWeights({ network, origin }: ConversationWeights): JsonObject {
  return formatNetwork(network, CONVERSATION, origin);
}

/**
 * Reads the JSON value of a weights file of `learnedConversation`.
 *
 * @param name what the file is called in errors. Default: `weights`
 * @throws AtomMemError `bad-argument` if the value has another format, language, list of features or size
 * @example
 * const weights = parseConversationWeights(JSON.parse(await readFile('weights.json', 'utf8')));
 */
export function parseConversationWeights(value: JsonValue, name = 'weights'): ConversationWeights {
  const { network, origin } = parseNetwork(value, CONVERSATION, name);
  return { network, origin };
}

let shipped: ConversationWeights | undefined;

/** Loads the shipped weights: `data/controller/README.md` says how they were trained. */
export async function loadConversationWeights(): Promise<ConversationWeights> {
  if (shipped === undefined) {
    const { default: value } = await import('./weights.json', { with: { type: 'json' } });
    shipped = parseConversationWeights(value, 'the file of shipped weights');
  }
  return shipped;
}
