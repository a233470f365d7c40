/**
 * Logistic regression with a quadratic penalty, for small tables of weights.
 *
 * @module
 */

export interface LabelledCase {
  readonly inputs: Readonly<Record<string, number>>;
  readonly right: boolean;
}

const STEPS = 1500;
const RATE = 0.5;

/**
 * Fits weights by gradient descent.
 *
 * @param penalty weight of the squared weights, in cases
 */
export function fitLogistic(cases: readonly LabelledCase[], penalty: number): Map<string, number> {
  const names = [...new Set(cases.flatMap(({ inputs }) => Object.keys(inputs)))].sort();
  const place = new Map(names.map((name, index) => [name, index]));
  const rows = cases.map(({ inputs, right }) => ({
    at: Object.keys(inputs).map((name) => place.get(name)!),
    values: Object.values(inputs),
    label: right ? 1 : 0,
  }));
  const weights = new Float64Array(names.length);
  const scale = new Float64Array(names.length).fill(1e-9);
  for (let step = 0; step < STEPS; step++) {
    const gradient = weights.map((weight) => -penalty * weight);
    for (const { at, values, label } of rows) {
      let sum = 0;
      for (let index = 0; index < at.length; index++) sum += weights[at[index]!]! * values[index]!;
      const error = label - 1 / (1 + Math.exp(-sum));
      for (let index = 0; index < at.length; index++) gradient[at[index]!]! += error * values[index]!;
    }
    for (let index = 0; index < weights.length; index++) {
      // Adagrad: rare inputs take larger steps.
      scale[index]! += gradient[index]! ** 2;
      weights[index]! += (RATE * gradient[index]!) / Math.sqrt(scale[index]!);
    }
  }
  return new Map(names.map((name, index) => [name, weights[index]!]));
}

/** Returns the probability of a case. Inputs without a weight count as 0. */
export function predict(
  weights: ReadonlyMap<string, number>,
  inputs: Readonly<Record<string, number>>,
): number {
  let sum = 0;
  for (const [name, value] of Object.entries(inputs)) sum += (weights.get(name) ?? 0) * value;
  return 1 / (1 + Math.exp(-sum));
}
