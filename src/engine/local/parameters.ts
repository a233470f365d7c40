/**
 * Reads, writes and initialises the parameters in shared memory.
 *
 * @module
 */
import { engineError } from '../engine-error.ts';
import type { MemoryPlan } from './memory-plan.ts';
import type { Initialisation, ModelConfig } from './model-config.ts';
import type { ParameterTensor } from './parameter-layout.ts';
import { normalNumbers } from './random.ts';
import type { Tensor } from './safetensors.ts';

/** Parameter lists with the same layout. */
export type ParameterList = 'parameters' | 'moment1' | 'moment2';

/** Named tensors in shared memory. Use them only while no worker computes. */
export interface Parameters {
  read(list: ParameterList): ReadonlyMap<string, Tensor>;
  /**
   * Overwrites the named tensors.
   *
   * @throws AtomMemError `bad-input` if a tensor has another size
   */
  write(list: ParameterList, tensors: ReadonlyMap<string, Tensor>): void;
  /** Returns the accumulated gradient, with the shards summed in order. */
  gradients(): ReadonlyMap<string, Tensor>;
  clear(list: ParameterList | 'gradients'): void;
}

/** Opens the parameters in a memory laid out by `plan`. */
export function openParameters(memory: WebAssembly.Memory, plan: MemoryPlan): Parameters {
  const floats = new Float32Array(memory.buffer);
  const { tensors } = plan.layout;
  const named = (readValues: (tensor: ParameterTensor) => Float32Array): ReadonlyMap<string, Tensor> =>
    new Map(tensors.map((tensor) => [tensor.name, { shape: tensor.shape, values: readValues(tensor) }]));
  const copy = (base: number, { offset, size }: ParameterTensor): Float32Array =>
    floats.slice(base / 4 + offset, base / 4 + offset + size);

  return {
    read: (list) => named((tensor) => copy(plan[list], tensor)),
    write(list, values) {
      for (const { name, offset, size } of tensors) {
        const given = values.get(name)?.values;
        if (given === undefined) continue;
        if (given.length !== size) {
          const problem = `Tensor "${name}" has ${given.length} numbers, but the model needs ${size}`;
          throw engineError('bad-input', `${problem}`, `give all of them in row-major order`);
        }
        floats.set(given, plan[list] / 4 + offset);
      }
    },
    gradients: () =>
      named((tensor) => {
        const [sum, ...others] = plan.gradients.map((gradient) => copy(gradient, tensor));
        for (const other of others) for (let i = 0; i < other.length; i++) sum![i]! += other[i]!;
        return sum!;
      }),
    clear(list) {
      const bases = list === 'gradients' ? plan.gradients : [plan[list]];
      for (const base of bases) floats.fill(0, base / 4, base / 4 + plan.layout.floats);
    },
  };
}

/** Returns initial weights: normal values in matrices and tables, gains of 1, biases of 0. */
export function initialTensors(
  plan: MemoryPlan,
  model: ModelConfig,
  seed: number,
  initialisation: Initialisation,
): ReadonlyMap<string, Tensor> {
  const { words = 0.1, positions = 0.05, matrices = 0.1, attention = 'independent' } = initialisation;
  const { positionGroups = [] } = initialisation;
  const normal = normalNumbers(seed);
  // A separate stream: all other tensors are the same with or without groups.
  const shared = normalNumbers(seed ^ 0x6a09e667);
  const chooseDeviation = (name: string): number => {
    if (name === 'words') return words;
    if (name === 'positions') return positions;
    return name.endsWith('.output') ? matrices / Math.sqrt(2 * model.layers) : matrices;
  };
  const fill = ({ name, size }: ParameterTensor): Float32Array => {
    if (name.endsWith('.gain')) return new Float32Array(size).fill(1);
    if (name.endsWith('.bias')) return new Float32Array(size);
    const deviation = chooseDeviation(name);
    const values = Float32Array.from({ length: size }, () => deviation * normal());
    if (name === 'positions') addGroups(values, positionGroups, model.width, () => deviation * shared());
    if (attention === 'tied' && name.endsWith('.attention.input')) tieQueriesAndKeys(values, model.width);
    return values;
  };
  return new Map(
    plan.layout.tensors.map((tensor) => [tensor.name, { shape: tensor.shape, values: fill(tensor) }]),
  );
}

/** Adds a shared component to the rows of each group. The deviation of a row does not change. */
function addGroups(
  rows: Float32Array,
  groupsByPosition: readonly (readonly string[])[],
  width: number,
  draw: () => number,
): void {
  const shared = new Map<string, Float32Array>();
  for (const [position, groups] of groupsByPosition.entries()) {
    const row = rows.subarray(position * width, (position + 1) * width);
    for (const group of groups) {
      if (!shared.has(group)) shared.set(group, Float32Array.from({ length: width }, draw));
      const part = shared.get(group)!;
      for (let i = 0; i < width; i++) row[i]! += part[i]!;
    }
    const scale = 1 / Math.sqrt(1 + groups.length);
    for (let i = 0; i < width; i++) row[i]! *= scale;
  }
}

/** Copies queries to keys. A row of `values` holds queries, keys and values, `width` numbers each. */
function tieQueriesAndKeys(values: Float32Array, width: number): void {
  for (let row = 0; row < values.length; row += 3 * width) values.copyWithin(row + width, row, row + width);
}
