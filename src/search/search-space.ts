/**
 * Kernels with the memory that they search.
 *
 * @module
 */
import { type Arena, createArena } from './arena.ts';
import type { Kernels } from './kernels.ts';
import { createTypescriptKernels } from './typescript-kernels.ts';
import { createWasmKernels } from './wasm-kernels.ts';

/** Kernels and the arena over their memory. */
export interface SearchSpace {
  readonly kernels: Kernels;
  readonly arena: Arena;
}

/** Creates a space, by default with the fastest kernels that run here. All kernels give the same results. */
export function createSearchSpace(
  kernels: Kernels = createWasmKernels() ?? createTypescriptKernels(),
): SearchSpace {
  return { kernels, arena: createArena(kernels.memory) };
}

let shared: SearchSpace | undefined;

/** Returns the space that all indexes of this thread share. Creates it at the first call. */
export function sharedSearchSpace(): SearchSpace {
  shared ??= createSearchSpace();
  return shared;
}
