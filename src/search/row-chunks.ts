/**
 * Rows of numbers in blocks of an arena.
 *
 * @module
 */
import { type Block, blockSize } from './arena.ts';
import { ROW_GROUP } from './kernels.ts';
import type { SearchSpace } from './search-space.ts';
import { writeUnitVector } from './unit-vector.ts';

/** Consecutive rows in one block. */
export interface Chunk {
  readonly rows: Block;
  readonly capacity: number;
  count: number;
  /** The same rows as signed bytes, with their scales; created when first needed. */
  quantised?: { readonly codes: Block; readonly scales: Block };
  /** Number of rows, from the start, whose bytes are valid. */
  quantisedCount: number;
}

/** Rows of numbers, numbered 0, 1, 2, …, in blocks of an arena. */
export interface RowChunks {
  /** Numbers from one row to the next. */
  readonly stride: number;
  /** All but the last are full. All but the first have the same capacity. */
  readonly chunks: readonly Chunk[];
  /** Rows of every chunk before the last. */
  readonly rowsPerChunk: number;
  append(vector: Float32Array, what: string): void;
  replace(row: number, vector: Float32Array, what: string): void;
  /** Makes a row lose every comparison. */
  blank(row: number): void;
  /** Keeps these rows, in ascending order, under the numbers 0, 1, 2, … */
  compact(rows: readonly number[]): void;
  /** Releases all blocks. */
  clear(): void;
}

/** Large enough to make calls per chunk negligible, small enough to waste little in the last chunk. */
const CHUNK_BYTES = 2 ** 20;
const FIRST_ROWS = 16;

export function createRowChunks({ arena }: SearchSpace, dimensions: number): RowChunks {
  const stride = Math.ceil(dimensions / ROW_GROUP) * ROW_GROUP;
  const rowBytes = stride * 4;
  const chunkBytes = Math.max(CHUNK_BYTES, blockSize(rowBytes));
  const rowsPerChunk = Math.floor(chunkBytes / rowBytes);
  const chunks: Chunk[] = [];

  /** Returns the position of a row among the floats of the arena. */
  const getPlace = (row: number): number => getChunk(row).rows.address / 4 + (row % rowsPerChunk) * stride;
  const getChunk = (row: number): Chunk => chunks[Math.floor(row / rowsPerChunk)]!;

  function open(bytes: number): Chunk {
    const rows = arena.allocate(bytes);
    const capacity = Math.min(rowsPerChunk, Math.floor(rows.bytes / rowBytes));
    return { rows, capacity, count: 0, quantisedCount: 0 };
  }

  function close(chunk: Chunk): void {
    arena.free(chunk.rows);
    if (chunk.quantised === undefined) return;
    arena.free(chunk.quantised.codes);
    arena.free(chunk.quantised.scales);
  }

  /** The first chunk starts small and doubles, because most namespaces are small. */
  function makeRoom(): Chunk {
    const last = chunks.at(-1);
    if (last === undefined) chunks.push(open(rowBytes * Math.min(FIRST_ROWS, rowsPerChunk)));
    else if (last.count === rowsPerChunk) chunks.push(open(chunkBytes));
    else if (last.count === last.capacity) {
      const larger = open(last.rows.bytes * 2);
      const { address } = last.rows;
      new Uint8Array(arena.memory.buffer).copyWithin(
        larger.rows.address,
        address,
        address + last.count * rowBytes,
      );
      larger.count = last.count;
      close(last);
      chunks[chunks.length - 1] = larger;
    }
    return chunks.at(-1)!;
  }

  function touch(row: number): void {
    const chunk = getChunk(row);
    chunk.quantisedCount = Math.min(chunk.quantisedCount, row % rowsPerChunk);
  }

  return {
    stride,
    chunks,
    rowsPerChunk,
    append(vector, what) {
      const chunk = makeRoom();
      const row = (chunks.length - 1) * rowsPerChunk + chunk.count;
      writeUnitVector(vector, arena.floats, getPlace(row), stride, what);
      chunk.count++;
    },
    replace(row, vector, what) {
      writeUnitVector(vector, arena.floats, getPlace(row), stride, what);
      touch(row);
    },
    blank(row) {
      arena.floats[getPlace(row)] = Number.NaN;
      touch(row);
    },
    compact(rows) {
      const { floats } = arena;
      for (const [target, row] of rows.entries()) {
        if (row === target) continue;
        const place = getPlace(row);
        floats.copyWithin(getPlace(target), place, place + stride);
      }
      for (const chunk of chunks.splice(Math.ceil(rows.length / rowsPerChunk))) close(chunk);
      for (const chunk of chunks) chunk.quantisedCount = 0;
      const last = chunks.at(-1);
      if (last !== undefined) last.count = rows.length - (chunks.length - 1) * rowsPerChunk;
    },
    clear() {
      for (const chunk of chunks.splice(0)) close(chunk);
    },
  };
}
