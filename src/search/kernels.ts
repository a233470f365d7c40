/**
 * The contract of the search kernels.
 *
 * @module
 */
/** Bytes that kernels and the arena share. `grow` adds pages of 64 KiB and replaces `buffer`. */
export interface KernelMemory {
  readonly buffer: ArrayBuffer;
  grow(pages: number): unknown;
}

/** Bytes of a page, the unit in which kernel memory grows. */
export const PAGE = 65_536;

/** Numbers of a row come in groups of this many, filled up with zeros. */
export const ROW_GROUP = 16;

/** Exact search over rows in `memory`; what each function does stands in `kernels/search/kernels.ts`. */
export interface Kernels {
  readonly kind: 'wasm' | 'typescript';
  readonly memory: KernelMemory;
  scan(
    query: number,
    rows: number,
    from: number,
    to: number,
    stride: number,
    mask: number,
    threshold: number,
    found: number,
    capacity: number,
  ): number;
  /** Absent where bytes are no faster than numbers. */
  readonly quantised?: QuantisedKernels;
}

/** The same search over rows that are also kept as signed bytes, with the same result. */
export interface QuantisedKernels {
  quantise(rows: number, count: number, stride: number, codes: number, scales: number): void;
  scanQuantised(
    query: number,
    queryCodes: number,
    queryScales: number,
    rows: number,
    codes: number,
    scales: number,
    from: number,
    to: number,
    stride: number,
    mask: number,
    threshold: number,
    found: number,
    capacity: number,
  ): number;
}
