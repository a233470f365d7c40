/**
 * The entry `atommem/learned`: the policy of the learned controller and its weights.
 *
 * @module
 */

export { type LearnedOptions, learnedPolicy } from '../learned/learned-policy.ts';
export type { Network } from '../learned/network.ts';
export { type ControllerWeights, formatWeights, parseWeights } from '../learned/weights.ts';
export type { WordCounts } from '../learned/word-counts.ts';
