/**
 * The engine's kernels: AssemblyScript with 128-bit SIMD on one shared memory. Pointers are byte offsets.
 * Counts, widths and strides are in floats. Callers validate all arguments. `scripts/build-engine-kernels.ts`
 * compiles this file into `src/engine/local/kernels.generated.ts`.
 * @module
 */

export { gelu, geluWithSlope } from './activation';
export { attendCache, causalSoftmax, fillCache, rotaryTable, rotate, softmaxBackward } from './attention';
export { multiply, multiplyPanels, packPanels } from './matrix';
export { normalise, normaliseBackward } from './normalisation';
export { adamStep, addAndClear, sumOfSquares } from './optimizer';
export { add, clear, copyRows, gatherRows, scale, scatterRows } from './rows';
export { pickToken, targetGradient, targetLogprobs, tokenLogprob, tokenWeights } from './vocabulary';
