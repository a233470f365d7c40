/**
 * Runs the graphs of custom losses as a server does, and differentiates them numerically.
 * @module
 */
import { Refusal } from './ledger.ts';
import type { GraphInput } from './strict-bodies.ts';

type Value = number | readonly number[];

/** Number of tokens, and the value of every input by its name. */
export interface GraphInputs {
  readonly [name: string]: readonly number[];
}

/** A loss whose graph the server has checked. */
export interface StoredLoss {
  readonly inputs: readonly string[];
  /**
   * Computes the loss of a datum.
   *
   * @param frozen values of the detached nodes. The first run fills it.
   */
  run(inputs: GraphInputs, frozen?: Map<string, Value>): number;
}

const STEP = 1e-5;

/** Returns the derivatives of a loss with respect to `logprobs`, by fourth-order central differences. */
export function slopesOf({ run }: StoredLoss, inputs: GraphInputs): readonly number[] {
  const frozen = new Map<string, Value>();
  run(inputs, frozen);
  return inputs.logprobs!.map((_, index) => {
    const moved = (distance: number): readonly number[] =>
      inputs.logprobs!.map((value, i) => (i === index ? value + distance : value));
    const at = (distance: number): number => run({ ...inputs, logprobs: moved(distance) }, frozen);
    return (8 * (at(STEP) - at(-STEP)) - (at(2 * STEP) - at(-2 * STEP))) / (12 * STEP);
  });
}

/** Stores a graph. Refuses operations that the server does not allow. */
export function storeLoss({ inputs, graph }: GraphInput): StoredLoss {
  const names = inputs.map(({ name }) => name);
  if (names[0] !== 'logprobs') throw new Refusal(400, 'logprobs must be the first input');
  for (const { op, target } of graph.nodes)
    if (op.startsWith('call_') && !(target in OPERATIONS)) throw new Refusal(400, `${target} is not allowed`);
  return {
    inputs: names,
    run(values, frozen = new Map()) {
      const results = new Map<string, Value>();
      for (const { op, name, target, args, kwargs } of graph.nodes) {
        if (op === 'placeholder') results.set(name, values[target]!);
        else if (target === 'detach') {
          const value = frozen.get(name) ?? resolve(args[0], results);
          frozen.set(name, value);
          results.set(name, value);
        } else if (op === 'output') return results.get(outputName(args)) as number;
        else
          results.set(
            name,
            OPERATIONS[target]!(
              args.map((arg) => resolve(arg, results)),
              kwargs,
            ),
          );
      }
      throw new Error('no output');
    },
  };
}

function outputName(args: readonly unknown[]): string {
  const [{ tuple }] = args as [{ tuple: [{ ref: string }, { dict: object }] }];
  return tuple[0].ref;
}

function resolve(arg: unknown, results: ReadonlyMap<string, Value>): Value {
  if (typeof arg === 'number') return arg;
  const found = results.get((arg as { ref: string }).ref);
  if (found === undefined) throw new Error(`unknown argument ${JSON.stringify(arg)}`);
  return found;
}

type Operation = (args: readonly Value[], kwargs: Readonly<Record<string, unknown>>) => Value;

const each =
  (compute: (...values: number[]) => number): Operation =>
  (args) => {
    const lengths = args.flatMap((arg) => (typeof arg === 'number' ? [] : [arg.length]));
    if (lengths.length === 0) return compute(...(args as number[]));
    return Array.from({ length: lengths[0]! }, (_, i) =>
      compute(...args.map((arg) => (typeof arg === 'number' ? arg : arg[i]!))),
    );
  };

const OPERATIONS: Readonly<Record<string, Operation>> = {
  'operator.add': each((x, y) => x! + y!),
  'operator.sub': each((x, y) => x! - y!),
  'operator.mul': each((x, y) => x! * y!),
  'operator.truediv': each((x, y) => x! / y!),
  'operator.neg': each((x) => -x!),
  'operator.ne': each((x, y) => (x === y ? 0 : 1)),
  'operator.gt': each((x, y) => (x! > y! ? 1 : 0)),
  'torch.exp': each((x) => Math.exp(x!)),
  'torch.log': each((x) => Math.log(x!)),
  'torch.minimum': each((x, y) => Math.min(x!, y!)),
  'torch.maximum': each((x, y) => Math.max(x!, y!)),
  'torch.where': each((condition, x, y) => (condition === 0 ? y! : x!)),
  'torch.clamp': ([value, low, high], { min, max }) =>
    each((x) =>
      Math.min(
        Math.max(x!, Number(low ?? min ?? Number.NEGATIVE_INFINITY)),
        Number(high ?? max ?? Number.POSITIVE_INFINITY),
      ),
    )([value!], {}),
  sum: ([value]) => (value as readonly number[]).reduce((total, each) => total + each, 0),
  float: ([value]) => value!,
  detach: ([value]) => value!,
};
