/**
 * Scans rows for the best matches of a query.
 *
 * @module
 */
import type { Chunk, RowChunks } from './row-chunks.ts';
import type { SearchSpace } from './search-space.ts';
import { createTopRows, type RowScore } from './top-rows.ts';
import { writeUnitVector } from './unit-vector.ts';

export interface ScanOptions {
  readonly limit: number;
  /** Selects the rows to consider. Default: all. */
  readonly accept?: (row: number) => boolean;
  /** Whether to compare signed bytes first, if the kernels can. The result is the same. */
  readonly quantised: boolean;
}

/** Smallest number of pairs that a kernel returns per call: few calls, but a threshold that rises early. */
const FEWEST_FOUND = 16;
const MOST_FOUND = 4096;

/** Returns the `limit` rows most similar to the query, best first, ties by row. */
export function scanRows(
  space: SearchSpace,
  { chunks, stride, rowsPerChunk }: RowChunks,
  query: Float32Array,
  { limit, accept, quantised }: ScanOptions,
): readonly RowScore[] {
  const { arena, kernels } = space;
  const byBytes = quantised ? kernels.quantised : undefined;
  if (byBytes !== undefined) for (const chunk of chunks) quantiseChunk(space, chunk, stride);
  const top = createTopRows(limit);
  const capacity = Math.min(Math.max(FEWEST_FOUND, limit), MOST_FOUND);
  // One block holds the scaled query, its codes and their scale, the found pairs, and the mask.
  const codesAt = stride * 4;
  const scalesAt = codesAt + stride * 2;
  const foundAt = scalesAt + 8;
  const maskAt = foundAt + 4 + capacity * 8;
  const block = arena.allocate(maskAt + (accept === undefined ? 0 : rowsPerChunk));
  try {
    const queried = block.address;
    const queryCodes = queried + codesAt;
    const queryScales = queried + scalesAt;
    const found = queried + foundAt;
    const mask = accept === undefined ? 0 : queried + maskAt;
    const { floats, integers } = arena;
    writeUnitVector(query, floats, queried / 4, stride, 'the query');
    byBytes?.quantise(queried, 1, stride, queryCodes, queryScales);
    byBytes?.widen(queryCodes, stride);
    for (let position = 0; position < chunks.length; position++) {
      const { count, rows, quantised: bytes } = chunks[position]!;
      const first = position * rowsPerChunk;
      if (accept && !writeMask(space, mask, count, (row) => accept(first + row))) continue;
      for (let from = 0; from < count; ) {
        from =
          byBytes === undefined || bytes === undefined
            ? kernels.scan(queried, rows.address, from, count, stride, mask, top.threshold, found, capacity)
            : byBytes.scanQuantised(
                queried,
                queryCodes,
                queryScales,
                rows.address,
                bytes.codes.address,
                bytes.scales.address,
                from,
                count,
                stride,
                mask,
                top.threshold,
                found,
                capacity,
              );
        const pairs = found / 4;
        for (let at = pairs + 1, left = integers[pairs]!; left > 0; at += 2, left--) {
          top.offer(first + integers[at]!, floats[at + 1]!);
        }
      }
    }
    return top.rows;
  } finally {
    arena.free(block);
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
