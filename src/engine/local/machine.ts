import { type Arithmetic, type Kernels, loadKernels } from './kernels.ts';
import {
  type MemoryPlan,
  type MemorySizes,
  type PackedMatrix,
  planMemory,
  type WorkerPlan,
} from './memory-plan.ts';
import type { ModelConfig } from './model-config.ts';
import type { NormOffsets } from './parameter-layout.ts';

/** What a worker needs to know to compute; it reaches it as `workerData`. */
export interface WorkerSetup {
  readonly model: ModelConfig;
  readonly sizes: MemorySizes;
  readonly arithmetic: Arithmetic;
  readonly memory: WebAssembly.Memory;
  readonly worker: number;
}

/** A worker's view of the model: kernels, the memory and its plan, and what layers do with its parameters. */
export interface Machine {
  readonly model: ModelConfig;
  readonly kernels: Kernels;
  readonly plan: MemoryPlan;
  readonly own: WorkerPlan;
  readonly floats: Float32Array;
  readonly integers: Int32Array;
  readonly headSize: number;
  /** Where a parameter lies, by its offset in the layout. */
  at(offset: number): number;
  /** y (+)= x · W. */
  project(x: number, matrix: PackedMatrix, y: number, rows: number, accumulate?: boolean): void;
  /** y = x · Wᵀ. */
  projectBack(x: number, matrix: PackedMatrix, y: number, rows: number): void;
  /** dW += xᵀ · dy. */
  addOuter(x: number, xWidth: number, dy: number, dyWidth: number, dW: number, rows: number): void;
  /** y = layer norm of rows of x, whose means and deviations are kept as `statistics`. */
  normalise(x: number, norm: NormOffsets, y: number, statistics: number, rows: number): void;
  /** dx += what dy says of x; the norm's own gradient is added to the list at `gradients`. */
  normaliseBackward(
    dy: number,
    x: number,
    norm: NormOffsets,
    statistics: number,
    dx: number,
    gradients: number,
    rows: number,
  ): void;
  /** Turns queries and keys of rows of both by their positions (back for `sign` −1), where these are rotary. */
  rotate(queriesKeysValues: number, positions: number, rows: number, sign: 1 | -1): void;
}

export function createMachine(setup: WorkerSetup): Machine {
  const { model, memory } = setup;
  const plan = planMemory(model, setup.sizes);
  const own = plan.workers[setup.worker]!;
  const kernels = loadKernels(memory, setup.arithmetic);
  const { scratch } = own;
  const { width, heads } = model;
  const headSize = width / heads;
  const at = (offset: number): number => plan.parameters + 4 * offset;
  return {
    model,
    kernels,
    plan,
    own,
    floats: new Float32Array(memory.buffer),
    integers: new Int32Array(memory.buffer),
    headSize,
    at,
    project(x, matrix, y, rows, accumulate = false) {
      const { plain, columns, rows: depth } = matrix;
      kernels.multiplyPanels(x, depth, 1, plain, y, columns, rows, columns, depth, accumulate, 1, scratch);
    },
    projectBack(x, matrix, y, rows) {
      const { transposed, columns: depth, rows: columns } = matrix;
      kernels.multiplyPanels(x, depth, 1, transposed, y, columns, rows, columns, depth, false, 1, scratch);
    },
    addOuter(x, xWidth, dy, dyWidth, dW, rows) {
      kernels.multiply(x, 1, xWidth, dy, dyWidth, 1, dW, dyWidth, xWidth, dyWidth, rows, true, 1, scratch);
    },
    normalise(x, { gain, bias }, y, statistics, rows) {
      kernels.normalise(x, at(gain), at(bias), y, statistics, rows, width);
    },
    normaliseBackward(dy, x, { gain, bias }, statistics, dx, gradients, rows) {
      const [dGain, dBias] = [gradients + 4 * gain, gradients + 4 * bias];
      kernels.normaliseBackward(dy, x, at(gain), statistics, dx, dGain, dBias, rows, width);
    },
    rotate(queriesKeysValues, positions, rows, sign) {
      if (plan.layout.positions !== undefined) return;
      const { cosines, sines } = plan.rotary;
      const both = 2 * heads; // queries and keys lie side by side
      kernels.rotate(queriesKeysValues, 3 * width, positions, rows, both, headSize, cosines, sines, sign);
    },
  };
}
