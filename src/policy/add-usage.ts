/**
 * Adds up the usage of several model calls.
 *
 * @module
 */
import type { Usage } from './policy.ts';

/** Returns the sum of two usages. */
export function addUsage(left: Usage, right: Usage): Usage {
  return {
    modelCalls: left.modelCalls + right.modelCalls,
    promptTokens: left.promptTokens + right.promptTokens,
    cachedTokens: left.cachedTokens + right.cachedTokens,
    completionTokens: left.completionTokens + right.completionTokens,
  };
}
