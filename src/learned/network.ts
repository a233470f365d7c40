/**
 * The controller's network: features to tanh units to five logits.
 *
 * @module
 */

/** The heads, in the order of their weights. */
export const HEADS = ['create', 'keep', 'merge', 'show', 'read'] as const;

export type Head = (typeof HEADS)[number];

/** Place of each head among the outputs. */
export const HEAD: Readonly<Record<Head, number>> = { create: 0, keep: 1, merge: 2, show: 3, read: 4 };

/** Sizes and weights. The inputs reach the heads through the hidden units and directly. */
export interface Network {
  readonly inputs: number;
  readonly hidden: number;
  /** Per hidden unit: input weights and a bias. Then per head: hidden weights, a bias and input weights. */
  readonly weights: Float64Array;
}

/** The values of one pass, as the gradient needs them. */
export interface Pass {
  readonly input: Float64Array;
  readonly hidden: Float64Array;
  readonly logits: Float64Array;
}

/** Returns the number of weights. */
export function countWeights(inputs: number, hidden: number, heads: number = HEADS.length): number {
  return hidden * (inputs + 1) + heads * (hidden + 1 + inputs);
}

/** Computes the logits of one row of features. */
export function runNetwork({ inputs, hidden: units, weights }: Network, input: Float64Array): Pass {
  const hidden = new Float64Array(units);
  let at = 0;
  for (let unit = 0; unit < units; unit += 1) {
    let sum = weights[at + inputs]!;
    for (let place = 0; place < inputs; place += 1) sum += weights[at + place]! * input[place]!;
    hidden[unit] = Math.tanh(sum);
    at += inputs + 1;
  }
  const logits = new Float64Array(HEADS.length);
  for (let head = 0; head < HEADS.length; head += 1) {
    let sum = weights[at + units]!;
    for (let unit = 0; unit < units; unit += 1) sum += weights[at + unit]! * hidden[unit]!;
    at += units + 1;
    for (let place = 0; place < inputs; place += 1) sum += weights[at + place]! * input[place]!;
    at += inputs;
    logits[head] = sum;
  }
  return { input, hidden, logits };
}
