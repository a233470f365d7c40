/**
 * The operations that the layers of a model share on one worker.
 *
 * @module
 */
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

/** Everything a worker needs to compute. It is passed as `workerData`. */
export interface WorkerSetup {
  readonly model: ModelConfig;
  readonly sizes: MemorySizes;
  readonly arithmetic: Arithmetic;
  readonly memory: WebAssembly.Memory;
  readonly worker: number;
}

/** A worker's view of the model: kernels, memory, memory plan, and operations with the parameters. */
export interface Machine {
  readonly model: ModelConfig;
  readonly kernels: Kernels;
  readonly plan: MemoryPlan;
  readonly own: WorkerPlan;
  readonly floats: Float32Array;
  readonly integers: Int32Array;
  readonly headSize: number;
  /** Returns the byte address of a parameter, given its offset in the layout. */
  at(offset: number): number;
  /** Computes y = x · W, or y += x · W if `accumulate`. */
  project(x: number, matrix: PackedMatrix, y: number, rows: number, accumulate?: boolean): void;
  /** Computes y = x · Wᵀ. */
  projectBack(x: number, matrix: PackedMatrix, y: number, rows: number): void;
  /** Adds xᵀ · dy to dW. */
  addOuter(x: number, xWidth: number, dy: number, dyWidth: number, dW: number, rows: number): void;
  /** Computes y as the layer norm of x's rows, and stores each row's mean and deviation in `statistics`. */
  normalise(x: number, norm: NormOffsets, y: number, statistics: number, rows: number): void;
  /** Adds the gradient of x to dx, and that of the norm's parameters to `gradients`. */
  normaliseBackward(
    dy: number,
    x: number,
    norm: NormOffsets,
    statistics: number,
    dx: number,
    gradients: number,
    rows: number,
  ): void;
  /**
   * Rotates queries and keys by their positions, or back if `sign` is −1. Does nothing for learned
   * positions.
   */
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
      const both = 2 * heads; // queries and keys are adjacent
      kernels.rotate(queriesKeysValues, 3 * width, positions, rows, both, headSize, cosines, sines, sign);
    },
  };
}
