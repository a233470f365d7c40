/**
 * Translates custom losses into the graphs that servers run: the nodes that `torch.fx` would record.
 *
 * @module
 */
import { type CustomLoss, type LossInput, type LossNode, listShapes } from '../loss/custom-loss.ts';

/** A node of a graph. Arguments are numbers, or one-key objects such as `{ ref: 'name' }`. */
export interface GraphNode {
  readonly op: 'placeholder' | 'call_function' | 'call_method' | 'output';
  readonly name: string;
  readonly target: string;
  readonly args: readonly unknown[];
  readonly kwargs: Readonly<Record<string, unknown>>;
}

/** A custom loss as `create_custom_loss` takes it. */
export interface LossGraph {
  readonly inputs: readonly { readonly name: string; readonly rank: 1 }[];
  readonly graph: { readonly format: 1; readonly nodes: readonly GraphNode[] };
}

/** The server's own log-probabilities come first. `logprobs` of the datum is sent under another name. */
const INPUTS = ['logprobs', 'old_logprobs', 'advantages', 'weights'] as const;
const INPUT_NAMES: Readonly<Record<LossInput, (typeof INPUTS)[number]>> = {
  logprobs: 'logprobs',
  oldLogprobs: 'old_logprobs',
  advantages: 'advantages',
};

const FUNCTIONS = {
  plus: 'operator.add',
  minus: 'operator.sub',
  times: 'operator.mul',
  dividedBy: 'operator.truediv',
  minimum: 'torch.minimum',
  maximum: 'torch.maximum',
  negate: 'operator.neg',
  exp: 'torch.exp',
  log: 'torch.log',
} as const;

/**
 * Translates a loss. The server's lists cover all tokens of a datum, so untrained tokens are masked in the
 * inputs and again in every sum.
 */
export function toLossGraph(loss: CustomLoss): LossGraph {
  const nodes: GraphNode[] = INPUTS.map((name) => ({
    op: 'placeholder',
    name,
    target: name,
    args: [],
    kwargs: {},
  }));
  const ref = (name: string) => ({ ref: name });
  const add = (op: GraphNode['op'], target: string, args: readonly unknown[], kwargs = {}): string => {
    const name = `n${nodes.length}`;
    nodes.push({ op, name, target, args, kwargs });
    return name;
  };
  const call = (target: string, ...args: unknown[]): string => add('call_function', target, args);
  const trained = call('operator.ne', ref('weights'), 0);
  const masked = (name: string): string => call('torch.where', ref(trained), ref(name), 0);
  const sum = (name: string): string => add('call_method', 'sum', [ref(masked(name))]);

  const names: string[] = [];
  const operand = (place: number): unknown => {
    const node = loss.nodes[place]!;
    return node.op === 'constant' ? node.value : ref(names[place]!);
  };
  const translate = (node: LossNode): string => {
    // Constants are written into the nodes that use them.
    if (node.op === 'constant') return '';
    if (node.op === 'input') return masked(INPUT_NAMES[node.name]);
    const [left, right] = node.of.map(operand);
    const first = names[node.of[0]]!;
    switch (node.op) {
      case 'sum':
        return sum(first);
      case 'mean':
        return call('operator.truediv', ref(sum(first)), ref(add('call_method', 'sum', [ref(trained)])));
      case 'detach':
        return add('call_method', 'detach', [left]);
      case 'isAbove':
        return add('call_method', 'float', [ref(call('operator.gt', left, right))]);
      case 'clamp':
        return call('torch.clamp', left, node.low, node.high);
      case 'minimum':
      case 'maximum':
        // `torch.minimum` takes no numbers.
        if (typeof right !== 'number') return call(FUNCTIONS[node.op], left, right);
        return add('call_function', 'torch.clamp', [left], {
          [node.op === 'minimum' ? 'max' : 'min']: right,
        });
      default:
        return right === undefined ? call(FUNCTIONS[node.op], left) : call(FUNCTIONS[node.op], left, right);
    }
  };
  for (const node of loss.nodes) names.push(translate(node));
  const last = names.at(-1)!;
  const perToken = listShapes(loss.nodes).at(-1)!;
  const total = perToken ? sum(call('operator.mul', ref(last), ref('weights'))) : last;
  nodes.push({
    op: 'output',
    name: 'output',
    target: 'output',
    args: [{ tuple: [ref(total), { dict: {} }] }],
    kwargs: {},
  });
  return { inputs: INPUTS.map((name) => ({ name, rank: 1 })), graph: { format: 1, nodes } };
}
