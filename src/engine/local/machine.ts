import { type Arithmetic, type Kernels, loadKernels } from './kernels.ts';
import {
  type MemoryPlan,
  type MemorySizes,
  type PackedMatrix,
  planMemory,
  type WorkerPlan,
} from './memory-plan.ts';
import type { ModelConfig } from './model-config.ts';

/** What a worker needs to know to compute; it reaches it as `workerData`. */
export interface WorkerSetup {
  readonly model: ModelConfig;
  readonly sizes: MemorySizes;
  readonly arithmetic: Arithmetic;
  readonly memory: WebAssembly.Memory;
  readonly worker: number;
}

/** A worker's view of the model: kernels, the memory and its plan, and products with packed matrices. */
export interface Machine {
  readonly model: ModelConfig;
  readonly kernels: Kernels;
  readonly plan: MemoryPlan;
  readonly own: WorkerPlan;
  readonly floats: Float32Array;
  readonly integers: Int32Array;
  readonly headSize: number;
  /** y (+)= x · W. */
  project(x: number, matrix: PackedMatrix, y: number, rows: number, accumulate?: boolean): void;
  /** y = x · Wᵀ. */
  projectBack(x: number, matrix: PackedMatrix, y: number, rows: number): void;
  /** dW += xᵀ · dy. */
  addOuter(x: number, xWidth: number, dy: number, dyWidth: number, dW: number, rows: number): void;
}

export function createMachine(setup: WorkerSetup): Machine {
  const { model, memory } = setup;
  const plan = planMemory(model, setup.sizes);
  const own = plan.workers[setup.worker]!;
  const kernels = loadKernels(memory, setup.arithmetic);
  const { scratch } = own;
  return {
    model,
    kernels,
    plan,
    own,
    floats: new Float32Array(memory.buffer),
    integers: new Int32Array(memory.buffer),
    headSize: model.width / model.heads,
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
  };
}
