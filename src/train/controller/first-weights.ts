/**
 * The controller's weights before training.
 *
 * @module
 */
import { CHAIN_PLACE, FEATURE_NAMES, WORTH_PLACE } from '../../learned/features.ts';
import { countWeights, HEAD, type Head, type Network } from '../../learned/network.ts';
import { createRandom } from '../../shared/random.ts';

/** Bias of condensing. Most texts that are given up are not evidence, so condensing starts rare. */
const UNTAUGHT = -4;

/** Creates a network with random hidden units and heads of zero, so that all options are equally likely. */
export function createNetwork(seed: number, hidden: number, inputs: number = FEATURE_NAMES.length): Network {
  const weights = new Float64Array(countWeights(inputs, hidden));
  const random = createRandom(seed);
  const bound = 1 / Math.sqrt(inputs);
  for (let place = 0; place < hidden * (inputs + 1); place += 1)
    weights[place] = (2 * random.next() - 1) * bound;
  const network = { inputs, hidden, weights };
  weights[findBias(network, 'merge')] = UNTAUGHT;
  return network;
}

/** Factor on the rule's score in the logits that start as the rule. */
const STEEPNESS = 10;

/** Score from which the rule creates an entry if memory is not limited. */
const THRESHOLD = 0.12;

/**
 * Sets the direct weights of a new network so that its likeliest decisions are those of the evict rule. The hidden
 * units add nothing yet, so training starts with the results of the rule.
 */
export function decideAsRule(network: Network): void {
  const { weights } = network;
  for (const head of ['create', 'show', 'read'] as const)
    weights[findBias(network, head) + 1 + CHAIN_PLACE] = STEEPNESS;
  weights[findBias(network, 'keep') + 1 + WORTH_PLACE] = STEEPNESS;
  for (const head of ['create', 'read'] as const) weights[findBias(network, head)] = -STEEPNESS * THRESHOLD;
}

/** Returns the index of a head's bias among the weights. Its input weights follow. */
export function findBias({ inputs, hidden }: Network, head: Head): number {
  return hidden * (inputs + 1) + HEAD[head] * (hidden + 1 + inputs) + hidden;
}
