/**
 * Memory for many indexes, in blocks.
 *
 * @module
 */
import { AtomMemError } from '../shared/error.ts';
import { type KernelMemory, PAGE } from './kernels.ts';

/** Allocated bytes. The memory's `buffer` changes when it grows, so do not keep views of it. */
export interface Block {
  /** Never 0, so that 0 can stand for "no block". */
  readonly address: number;
  readonly bytes: number;
}

/** One memory for many indexes, because a process can hold only about 16 000 WebAssembly memories. */
export interface Arena {
  readonly memory: KernelMemory;
  /** All numbers of the memory, by address divided by 4. Valid until the next `allocate`. */
  readonly floats: Float32Array;
  readonly integers: Int32Array;
  /** Bytes that are allocated. */
  readonly lent: number;
  /** Returns a block of at least this many bytes, with any content. Its size is a power of two. */
  allocate(bytes: number): Block;
  /** Releases a block. */
  free(block: Block): void;
}

/** The smallest block. Every address is a multiple of it. */
const SMALLEST = 64;
/** The limit of 32-bit addresses. */
const LARGEST_MEMORY = 2 ** 32;
/** Memory grows by at least an eighth, so that many small blocks do not need many calls. */
const GROWTH = 8;

/**
 * Creates an arena. Block sizes are powers of two, each with a list of free blocks. Allocating and releasing
 * take constant time, and released blocks fit the next index.
 *
 * @throws AtomMemError `out-of-memory` from `allocate` if `limit` is reached
 */
export function createArena(memory: KernelMemory, limit: number = LARGEST_MEMORY): Arena {
  const free = new Map<number, number[]>();
  let end = SMALLEST;
  let lent = 0;

  function carve(bytes: number): number | undefined {
    const needed = end + bytes - memory.buffer.byteLength;
    if (end + bytes > limit) return undefined;
    if (needed > 0 && !grow(needed)) return undefined;
    end += bytes;
    return end - bytes;
  }

  function grow(needed: number): boolean {
    const size = memory.buffer.byteLength;
    const wished = Math.min(Math.max(needed, size / GROWTH), limit - size);
    // A system that is short of memory may still grant the smaller amount.
    return [wished, needed].some((bytes) => {
      try {
        memory.grow(Math.ceil(bytes / PAGE));
        return true;
      } catch {
        return false;
      }
    });
  }

  /** Splits the smallest larger free block. */
  function split(bytes: number): number | undefined {
    for (let size = bytes * 2; size <= limit; size *= 2) {
      const address = free.get(size)?.pop();
      if (address === undefined) continue;
      for (let half = size / 2; half >= bytes; half /= 2) release(address + half, half);
      return address;
    }
    return undefined;
  }

  function release(address: number, bytes: number): void {
    const list = free.get(bytes);
    if (list === undefined) free.set(bytes, [address]);
    else list.push(address);
  }

  let floats = new Float32Array(memory.buffer);
  let integers = new Int32Array(memory.buffer);

  function refreshViews(): void {
    if (floats.buffer === memory.buffer) return;
    floats = new Float32Array(memory.buffer);
    integers = new Int32Array(memory.buffer);
  }

  return {
    memory,
    get floats() {
      refreshViews();
      return floats;
    },
    get integers() {
      refreshViews();
      return integers;
    },
    get lent() {
      return lent;
    },
    allocate(wanted) {
      const bytes = blockSize(wanted);
      const address = free.get(bytes)?.pop() ?? carve(bytes) ?? split(bytes);
      if (address === undefined) {
        throw new AtomMemError('out-of-memory', {
          problem: `vectors take ${lent} of at most ${limit} bytes, and ${bytes} more are needed`,
          remedy:
            'Use an embedder with fewer dimensions, keep large namespaces in PostgreSQL, or use several processes',
        });
      }
      lent += bytes;
      return { address, bytes };
    },
    free({ address, bytes }) {
      lent -= bytes;
      release(address, bytes);
    },
  };
}

/** Returns the size of the block for this many bytes. */
export function blockSize(bytes: number): number {
  return Math.max(SMALLEST, 2 ** Math.ceil(Math.log2(bytes)));
}
