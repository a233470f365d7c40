/**
 * The logistic regression behind every confidence: a weighted sum of inputs as a probability.
 *
 * @module
 */

/** Returns the probability for inputs by name. Inputs without a weight do not count. */
export function estimateProbability(
  weights: Readonly<Record<string, number>>,
  inputs: Readonly<Record<string, number>>,
): number {
  let sum = 0;
  for (const [name, value] of Object.entries(inputs)) sum += (weights[name] ?? 0) * value;
  return 1 / (1 + Math.exp(-sum));
}
