/**
 * Loads the WebAssembly kernels.
 *
 * @module
 */
import { KERNELS, RELAXED_KERNELS } from './kernels.generated.ts';

/**
 * `reproducible` gives the same bytes on every machine. `fused` uses fused multiply-add if the processor
 * has it.
 */
export type Arithmetic = 'reproducible' | 'fused';

/** The exports of `kernels/engine/`, which documents each of them. Pointers are byte offsets. */
export interface Kernels {
  multiply(
    a: number,
    aRowStride: number,
    aColumnStride: number,
    b: number,
    bRowStride: number,
    bColumnStride: number,
    c: number,
    cStride: number,
    rows: number,
    columns: number,
    depth: number,
    accumulate: boolean,
    scale: number,
    scratch: number,
  ): void;
  multiplyPanels(
    a: number,
    aRowStride: number,
    aColumnStride: number,
    panels: number,
    c: number,
    cStride: number,
    rows: number,
    columns: number,
    depth: number,
    accumulate: boolean,
    scale: number,
    scratch: number,
  ): void;
  packPanels(
    b: number,
    rowStride: number,
    columnStride: number,
    depth: number,
    columns: number,
    target: number,
  ): void;
  gatherRows(
    table: number,
    indices: number,
    out: number,
    rows: number,
    width: number,
    accumulate: boolean,
  ): void;
  scatterRows(table: number, indices: number, x: number, rows: number, width: number): void;
  copyRows(
    target: number,
    targetStride: number,
    source: number,
    sourceStride: number,
    rows: number,
    width: number,
  ): void;
  clear(x: number, count: number): void;
  add(x: number, y: number, count: number): void;
  scale(x: number, y: number, count: number): void;
  normalise(
    x: number,
    gain: number,
    bias: number,
    y: number,
    statistics: number,
    rows: number,
    width: number,
  ): void;
  normaliseBackward(
    dy: number,
    x: number,
    gain: number,
    statistics: number,
    dx: number,
    dGain: number,
    dBias: number,
    rows: number,
    width: number,
  ): void;
  gelu(x: number, count: number, scratch: number): void;
  geluWithSlope(x: number, y: number, count: number): void;
  causalSoftmax(scores: number, stride: number, firstRow: number, rows: number, columns: number): void;
  softmaxBackward(p: number, dp: number, stride: number, rows: number, columns: number): void;
  attendCache(
    query: number,
    keys: number,
    values: number,
    out: number,
    count: number,
    heads: number,
    headSize: number,
    context: number,
    scores: number,
    scale: number,
  ): void;
  fillCache(
    cache: number,
    source: number,
    stride: number,
    position: number,
    rows: number,
    heads: number,
    headSize: number,
    context: number,
  ): void;
  rotaryTable(cosines: number, sines: number, positions: number, headSize: number, base: number): void;
  rotate(
    x: number,
    stride: number,
    positions: number,
    rows: number,
    heads: number,
    headSize: number,
    cosines: number,
    sines: number,
    sign: number,
  ): void;
  targetLogprobs(
    logits: number,
    targets: number,
    logprobs: number,
    sums: number,
    rows: number,
    vocabulary: number,
    columns: number,
  ): void;
  targetGradient(
    terms: number,
    targets: number,
    weights: number,
    sums: number,
    rows: number,
    columns: number,
  ): void;
  tokenWeights(
    logits: number,
    weights: number,
    vocabulary: number,
    columns: number,
    inverseTemperature: number,
  ): number;
  pickToken(weights: number, vocabulary: number, threshold: number): number;
  tokenLogprob(logits: number, scratch: number, vocabulary: number, columns: number, token: number): number;
  addAndClear(x: number, y: number, count: number): void;
  sumOfSquares(x: number, count: number): number;
  adamStep(
    parameter: number,
    gradient: number,
    moment1: number,
    moment2: number,
    count: number,
    gradientScale: number,
    learningRate: number,
    beta1: number,
    beta2: number,
    correction1: number,
    correction2: number,
    epsilon: number,
    decay: number,
  ): void;
}

/**
 * Instantiates the kernels on a memory. If the runtime lacks relaxed SIMD, `fused` falls back to
 * `reproducible`.
 */
export function loadKernels(memory: WebAssembly.Memory, arithmetic: Arithmetic): Kernels {
  const chosen = availableArithmetic(arithmetic) === 'fused' ? RELAXED_KERNELS : KERNELS;
  const module = new WebAssembly.Module(Buffer.from(chosen, 'base64'));
  return new WebAssembly.Instance(module, { env: { memory } }).exports as unknown as Kernels;
}

/** Returns the arithmetic that this runtime supports: `fused` if wanted and available. */
export function availableArithmetic(wanted: Arithmetic): Arithmetic {
  if (wanted === 'reproducible') return 'reproducible';
  return WebAssembly.validate(Buffer.from(RELAXED_KERNELS, 'base64')) ? 'fused' : 'reproducible';
}
