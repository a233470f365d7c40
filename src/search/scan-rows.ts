/**
 * Scans rows for the best matches of a query.
 *
 * @module
 */
import type { Block } from './arena.ts';
import type { Chunk, RowChunks } from './row-chunks.ts';
import type { SearchSpace } from './search-space.ts';
import { createTopRows, type RowScore, type TopRows } from './top-rows.ts';
import { writeUnitVector } from './unit-vector.ts';

export interface ScanOptions {
  readonly limit: number;
  /** Selects the rows to consider. Default: all. */
  readonly accept?: (row: number) => boolean;
  /** Whether to compare signed bytes first, if the kernels can. The result is the same. */
  readonly quantised: boolean;
}

/** Smallest number of pairs that a kernel returns per call: few calls, but a threshold that rises early. */
const FEWEST_FOUND = 64;
const MOST_FOUND = 4096;

/** Returns the `limit` rows most similar to the query, best first, ties by row. */
export function scanRows(
  space: SearchSpace,
  { chunks, stride, rowsPerChunk }: RowChunks,
  query: Float32Array,
  { limit, accept, quantised }: ScanOptions,
): readonly RowScore[] {
  const { arena, kernels } = space;
  const top = createTopRows(limit);
  const capacity = Math.min(Math.max(FEWEST_FOUND, limit), MOST_FOUND);
  const lent: Block[] = [];
  const lend = (bytes: number): number => {
    const block = arena.allocate(bytes);
    lent.push(block);
    return block.address;
  };

  try {
    const found = lend(4 + capacity * 8);
    const mask = accept === undefined ? 0 : lend(rowsPerChunk);
    const queried = lend(stride * 4);
    const byBytes = quantised ? kernels.quantised : undefined;
    const queryCodes = byBytes === undefined ? 0 : lend(stride);
    const queryScales = byBytes === undefined ? 0 : lend(8);
    if (byBytes !== undefined) for (const chunk of chunks) quantiseChunk(space, chunk, stride);
    writeUnitVector(query, new Float32Array(arena.memory.buffer, queried, stride), 'the query');
    byBytes?.quantise(queried, 1, stride, queryCodes, queryScales);

    for (const [position, chunk] of chunks.entries()) {
      const { count, rows } = chunk;
      const first = position * rowsPerChunk;
      if (accept && !writeMask(space, mask, count, (row) => accept(first + row))) continue;
      for (let from = 0; from < count; ) {
        const rest = [from, count, stride, mask, top.threshold, found, capacity] as const;
        if (byBytes === undefined || chunk.quantised === undefined) {
          from = kernels.scan(queried, rows.address, ...rest);
        } else {
          const { codes, scales } = chunk.quantised;
          const places = [rows.address, codes.address, scales.address] as const;
          from = byBytes.scanQuantised(queried, queryCodes, queryScales, ...places, ...rest);
        }
        takeFound(space, found, first, top);
      }
    }
    return top.rows;
  } finally {
    for (const block of lent) arena.free(block);
  }
}

function takeFound({ arena }: SearchSpace, found: number, first: number, top: TopRows): void {
  const output = new DataView(arena.memory.buffer, found);
  const count = output.getInt32(0, true);
  for (let pair = 0; pair < count; pair++) {
    top.offer(first + output.getInt32(4 + pair * 8, true), output.getFloat32(8 + pair * 8, true));
  }
}

/** Returns `false` if no row of the chunk is accepted. */
function writeMask(
  { arena }: SearchSpace,
  mask: number,
  count: number,
  accept: (row: number) => boolean,
): boolean {
  const bytes = new Uint8Array(arena.memory.buffer, mask, count);
  for (let row = 0; row < count; row++) bytes[row] = accept(row) ? 1 : 0;
  return bytes.includes(1);
}

/** Computes the bytes of new rows of a chunk. */
function quantiseChunk({ arena, kernels }: SearchSpace, chunk: Chunk, stride: number): void {
  const { rows, capacity, count, quantisedCount: done } = chunk;
  if (done === count) return;
  chunk.quantised ??= { codes: arena.allocate(capacity * stride), scales: arena.allocate(capacity * 8) };
  const { codes, scales } = chunk.quantised;
  kernels.quantised?.quantise(
    rows.address + done * stride * 4,
    count - done,
    stride,
    codes.address + done * stride,
    scales.address + done * 8,
  );
  chunk.quantisedCount = count;
}
