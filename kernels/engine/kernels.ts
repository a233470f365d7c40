// The engine's kernels: AssemblyScript with 128-bit SIMD on one shared memory. Pointers are byte offsets;
// counts, widths and strides are in floats. Nothing is checked here: callers validate.
// Built by `scripts/build-engine-kernels.ts` into `src/engine/local/kernels.generated.ts`.

export { gelu, geluWithSlope } from './activation';
export { attendCache, causalSoftmax, fillCache, rotaryTable, rotate, softmaxBackward } from './attention';
export { multiply, multiplyPanels, packPanels } from './matrix';
export { normalise, normaliseBackward } from './normalisation';
export { adamStep, addAndClear, sumOfSquares } from './optimizer';
export { add, clear, copyRows, gatherRows, scale, scatterRows } from './rows';
export { pickToken, targetGradient, targetLogprobs, tokenLogprob, tokenWeights } from './vocabulary';
