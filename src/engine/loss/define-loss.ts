/**
 * Defines losses as expressions that every engine can differentiate.
 *
 * @module
 */
import { engineError } from '../engine-error.ts';
import {
  type BinaryLossOp,
  type CustomLoss,
  type LossNode,
  listShapes,
  type UnaryLossOp,
} from './custom-loss.ts';

/**
 * A term of a loss. It has one value for each trained token, or one for the whole datum after `sum` or `mean`. If both
 * kinds are combined, the value of the datum is used for every token.
 */
export interface LossTerm {
  plus(other: LossTerm | number): LossTerm;
  minus(other: LossTerm | number): LossTerm;
  times(other: LossTerm | number): LossTerm;
  dividedBy(other: LossTerm | number): LossTerm;
  /** Returns the smaller value. At a tie, each operand gets half of the gradient. */
  minimum(other: LossTerm | number): LossTerm;
  /** Returns the larger value. At a tie, each operand gets half of the gradient. */
  maximum(other: LossTerm | number): LossTerm;
  /** Limits the value. Outside the limits, the gradient is 0. */
  clamp(low: number, high: number): LossTerm;
  /** Returns 1 if the value is above the other, otherwise 0. The gradient is 0. */
  isAbove(other: LossTerm | number): LossTerm;
  negate(): LossTerm;
  exp(): LossTerm;
  /** Returns the natural logarithm. */
  log(): LossTerm;
  /** Returns the same value without a gradient. */
  detach(): LossTerm;
  /** Sums over the trained tokens of the datum. */
  sum(): LossTerm;
  /** Averages over the trained tokens of the datum. */
  mean(): LossTerm;
}

/** The inputs of a custom loss. Each has one value for every token whose weight is not 0. */
export interface LossTerms {
  /** Log-probabilities under the model in training. The gradient is taken with respect to them. */
  readonly logprobs: LossTerm;
  /** Log-probabilities under the policy that sampled the tokens: `logprobs` of the datum. */
  readonly oldLogprobs: LossTerm;
  readonly advantages: LossTerm;
}

/**
 * Defines a loss for `grpo` or `engine.forwardBackward` as an expression. The engine minimises the loss, so negate
 * a quantity that should grow. `loss` runs once. If its result has one value per token, the values are multiplied by the datum's
 * weights and summed. If the result is a `sum` or `mean`, it is the loss of the datum. The losses of all data are
 * summed.
 *
 * The local engine computes the derivative. A Tinker server that supports custom losses receives the expression. For
 * other servers, the engine reads the log-probabilities, computes the derivative here and sends it as weights of
 * cross-entropy. The gradient is the same, and the pass costs one more forward pass.
 *
 * @param label name in messages and logs
 * @example
 * // Direct reward optimisation with beta = 0.05
 * const dro = defineLoss('dro', ({ logprobs, oldLogprobs, advantages }) => {
 *   const gap = logprobs.minus(oldLogprobs);
 *   return gap.times(gap).times(0.025).minus(logprobs.times(advantages));
 * });
 * for await (const { reward } of grpo({ engine, tasks: [shop], loss: dro })) console.log(reward);
 *
 * @throws AtomMemError `bad-input` if the expression does not read `logprobs`, mixes terms of two losses, sums
 * twice, or contains a number that is not finite
 */
export function defineLoss(label: string, loss: (terms: LossTerms) => LossTerm): CustomLoss {
  const builder = createBuilder(label);
  const input = (name: 'logprobs' | 'oldLogprobs' | 'advantages') => builder.add({ op: 'input', name });
  const result = loss({
    logprobs: input('logprobs'),
    oldLogprobs: input('oldLogprobs'),
    advantages: input('advantages'),
  });
  return { name: 'custom', label, nodes: builder.finish(result) };
}

interface Builder {
  add(node: LossNode): LossTerm;
  finish(result: LossTerm): readonly LossNode[];
}

function createBuilder(label: string): Builder {
  const nodes: LossNode[] = [];
  const places = new Map<LossTerm, number>();
  const refuse = (problem: string, remedy: string) =>
    engineError('bad-input', `Loss ${label} ${problem}`, remedy);

  const findPlace = (term: LossTerm | number): number => {
    if (typeof term === 'number') {
      if (!Number.isFinite(term)) throw refuse(`contains ${term}`, 'use finite numbers');
      return nodes.push({ op: 'constant', value: term }) - 1;
    }
    const place = places.get(term);
    if (place === undefined) throw refuse('contains a term of another loss', 'use the terms it is given');
    return place;
  };

  function add(node: LossNode): LossTerm {
    const place = nodes.push(node) - 1;
    const unary = (op: UnaryLossOp) => (): LossTerm => {
      const twice = (op === 'sum' || op === 'mean') && !listShapes(nodes)[place];
      if (twice) throw refuse(`takes the ${op} of a value that is already one per datum`, `remove .${op}()`);
      return add({ op, of: [place] });
    };
    const binary =
      (op: BinaryLossOp) =>
      (other: LossTerm | number): LossTerm =>
        add({ op, of: [place, findPlace(other)] });
    const term: LossTerm = {
      plus: binary('plus'),
      minus: binary('minus'),
      times: binary('times'),
      dividedBy: binary('dividedBy'),
      minimum: binary('minimum'),
      maximum: binary('maximum'),
      isAbove: binary('isAbove'),
      clamp(low, high) {
        if (!(Number.isFinite(low) && Number.isFinite(high) && low <= high))
          throw refuse(`clamps to [${low}, ${high}]`, 'use finite limits, the lower one first');
        return add({ op: 'clamp', of: [place], low, high });
      },
      negate: unary('negate'),
      exp: unary('exp'),
      log: unary('log'),
      detach: unary('detach'),
      sum: unary('sum'),
      mean: unary('mean'),
    };
    places.set(term, place);
    return term;
  }

  return {
    add,
    finish(result) {
      const last = findPlace(result);
      const kept = keepUsed(nodes, last);
      if (kept.some((node) => node.op === 'input' && node.name === 'logprobs')) return kept;
      throw refuse('does not read logprobs, so it has no gradient', 'return a term built from logprobs');
    },
  };
}

/** Drops unused nodes, so that equal expressions give equal nodes. */
function keepUsed(nodes: readonly LossNode[], last: number): readonly LossNode[] {
  const used = new Set<number>([last]);
  for (let place = last; place >= 0; place--) {
    const node = nodes[place]!;
    if (used.has(place) && 'of' in node) for (const before of node.of) used.add(before);
  }
  const order = [...used].sort((a, b) => a - b);
  const moved = new Map(order.map((place, index) => [place, index]));
  return order.map((place) => {
    const node = nodes[place]!;
    return 'of' in node
      ? ({ ...node, of: node.of.map((each) => moved.get(each)!) } as unknown as LossNode)
      : node;
  });
}
