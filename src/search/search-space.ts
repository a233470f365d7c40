/**
 * Kernels with the memory that they search.
 *
 * @module
 */
import { type Arena, createArena } from './arena.ts';
import type { Kernels } from './kernels.ts';
import { createTypescriptKernels } from './typescript-kernels.ts';
import { createWasmKernels } from './wasm-kernels.ts';

/** Kernels and the arena over their memory: where indexes live. */
export interface SearchSpace {
  readonly kernels: Kernels;
  readonly arena: Arena;
}

/** A space of its own, by default with the fastest kernels that run here. All give the same results. */
export function createSearchSpace(
  kernels: Kernels = createWasmKernels() ?? createTypescriptKernels(),
): SearchSpace {
  return { kernels, arena: createArena(kernels.memory) };
}

let shared: SearchSpace | undefined;

/** The space that all indexes of this thread share; made when the first one needs it. */
export function sharedSearchSpace(): SearchSpace {
  shared ??= createSearchSpace();
  return shared;
}
