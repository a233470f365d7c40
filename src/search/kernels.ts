/**
 * The contract of the search kernels.
 *
 * @module
 */
/** Memory of the kernels and the arena. `grow` adds pages of 64 KiB and replaces `buffer`. */
export interface KernelMemory {
  readonly buffer: ArrayBuffer;
  grow(pages: number): unknown;
}

/** Bytes of a page, the unit in which kernel memory grows. */
export const PAGE = 65_536;

/** The length of a row is a multiple of this, padded with zeros. */
export const ROW_GROUP = 16;

/** Exact search over rows in `memory`. See `kernels/search/kernels.ts` for the functions. */
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
  /** Absent if bytes are not faster than numbers. */
  readonly quantised?: QuantisedKernels;
}

/** The same search with the same result, over rows that are also stored as signed bytes. */
export interface QuantisedKernels {
  quantise(rows: number, count: number, stride: number, codes: number, scales: number): void;
  /** Widens the codes of a query to 16 bits, in place. `scanQuantised` reads them in this form. */
  widen(codes: number, stride: number): void;
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
