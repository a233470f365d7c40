/**
 * Evaluates custom losses and their derivatives.
 *
 * @module
 */
import { type CustomLoss, type LossInput, type LossNode, listShapes } from './custom-loss.ts';

/** The loss of a datum and its derivative with respect to each log-probability. */
export interface LossValue {
  readonly loss: number;
  readonly slopes: Float64Array;
}

/** The inputs of a loss, for the trained tokens of a datum, and the weights of these tokens. */
export interface LossValues extends Readonly<Record<LossInput, ArrayLike<number>>> {
  readonly weights: ArrayLike<number>;
}

/**
 * Computes a custom loss and its slopes by reverse-mode differentiation, in double precision. Gradients at
 * ties and limits are those of PyTorch.
 */
export function evaluateLoss({ nodes }: CustomLoss, inputs: LossValues): LossValue {
  const count = inputs.logprobs.length;
  const perToken = listShapes(nodes);
  const values: Float64Array[] = [];
  for (const [place, node] of nodes.entries())
    values.push(computeNode(node, values, inputs, perToken[place] ? count : 1));

  const last = nodes.length - 1;
  const weights = Float64Array.from(inputs.weights);
  const result = values[last]!;
  const slopes = values.map(({ length }) => new Float64Array(length));
  slopes[last]!.set(perToken[last] ? weights : [1]);
  const loss = perToken[last] ? result.reduce((sum, value, i) => sum + weights[i]! * value, 0) : result[0]!;
  for (let place = last; place >= 0; place--) propagate(nodes[place]!, place, values, slopes);

  const found = new Float64Array(count);
  for (const [place, node] of nodes.entries())
    if (node.op === 'input' && node.name === 'logprobs')
      slopes[place]!.forEach((slope, i) => {
        found[i]! += slope;
      });
  return { loss, slopes: found };
}

function computeNode(
  node: LossNode,
  values: readonly Float64Array[],
  inputs: LossValues,
  length: number,
): Float64Array {
  if (node.op === 'input') return Float64Array.from(inputs[node.name]);
  if (node.op === 'constant') return Float64Array.of(node.value);
  const [left, right = left] = node.of.map((place) => values[place]!) as [Float64Array, Float64Array?];
  if (node.op === 'sum' || node.op === 'mean') {
    const sum = left.reduce((total, value) => total + value, 0);
    return Float64Array.of(node.op === 'sum' ? sum : sum / left.length);
  }
  return Float64Array.from({ length }, (_, i) => combine(node, pick(left, i), pick(right, i)));
}

function combine(node: Extract<LossNode, { of: unknown }>, x: number, y: number): number {
  switch (node.op) {
    case 'plus':
      return x + y;
    case 'minus':
      return x - y;
    case 'times':
      return x * y;
    case 'dividedBy':
      return x / y;
    case 'minimum':
      return Math.min(x, y);
    case 'maximum':
      return Math.max(x, y);
    case 'isAbove':
      return x > y ? 1 : 0;
    case 'clamp':
      return Math.min(Math.max(x, node.low), node.high);
    case 'negate':
      return -x;
    case 'exp':
      return Math.exp(x);
    case 'log':
      return Math.log(x);
    default:
      return x;
  }
}

/** Propagates the slope of a node to its operands. */
function propagate(
  node: LossNode,
  place: number,
  values: readonly Float64Array[],
  slopes: readonly Float64Array[],
): void {
  if (!('of' in node) || node.op === 'detach' || node.op === 'isAbove') return;
  const own = slopes[place]!;
  const [first, second = first] = node.of as readonly [number, number?];
  const [left, right] = [values[first]!, values[second]!];
  const add = (to: number, index: number, slope: number): void => {
    // A factor of 0 stops the gradient, even if the other factor is infinite.
    if (slope === 0) return;
    const target = slopes[to]!;
    target[target.length === 1 ? 0 : index]! += slope;
  };
  if (node.op === 'sum' || node.op === 'mean') {
    const share = node.op === 'sum' ? 1 : 1 / left.length;
    for (let i = 0; i < left.length; i++) add(first, i, own[0]! * share);
    return;
  }
  for (const [i, slope] of own.entries()) {
    if (slope === 0) continue;
    const [x, y] = [pick(left, i), pick(right, i)];
    const [dx, dy] = differentiate(node, x, y, pick(values[place]!, i));
    add(first, i, slope * dx);
    if (node.of.length === 2) add(second, i, slope * dy);
  }
}

/** Returns the derivatives with respect to both operands. */
function differentiate(
  node: Extract<LossNode, { of: unknown }>,
  x: number,
  y: number,
  value: number,
): readonly [number, number] {
  switch (node.op) {
    case 'plus':
      return [1, 1];
    case 'minus':
      return [1, -1];
    case 'times':
      return [y, x];
    case 'dividedBy':
      return [1 / y, -x / (y * y)];
    case 'minimum':
      return x === y ? [0.5, 0.5] : [x < y ? 1 : 0, y < x ? 1 : 0];
    case 'maximum':
      return x === y ? [0.5, 0.5] : [x > y ? 1 : 0, y > x ? 1 : 0];
    case 'clamp':
      return [x >= node.low && x <= node.high ? 1 : 0, 0];
    case 'negate':
      return [-1, 0];
    case 'exp':
      return [value, 0];
    case 'log':
      return [1 / x, 0];
    default:
      return [0, 0];
  }
}

function pick(values: Float64Array, index: number): number {
  return values[values.length === 1 ? 0 : index]!;
}
