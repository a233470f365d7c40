/**
 * Memory for many indexes, in blocks.
 *
 * @module
 */
import { AtomMemError } from '../shared/error.ts';
import { type KernelMemory, PAGE } from './kernels.ts';

/** Bytes that were lent out. The memory's `buffer` changes when it grows: make views late, keep none. */
export interface Block {
  /** Never 0, so that 0 can stand for "no block". */
  readonly address: number;
  readonly bytes: number;
}

/** One memory for many indexes: a process can hold only some 16 000 WebAssembly memories. */
export interface Arena {
  readonly memory: KernelMemory;
  /** Bytes lent out at present. */
  readonly lent: number;
  /** A block of at least this many bytes, of any content; its size is a power of two. */
  allocate(bytes: number): Block;
  /** Takes a block back; it must not be used any more. */
  free(block: Block): void;
}

/** The smallest block; also what every address is a multiple of. */
const SMALLEST = 64;
/** What 32-bit addresses reach. */
const LARGEST_MEMORY = 2 ** 32;
/** Memory grows by an eighth at least, so that many small blocks do not mean many calls. */
const GROWTH = 8;

/**
 * Blocks come in sizes of powers of two, each with a list of free ones: lending and returning take
 * constant time, and an index that ends leaves blocks that fit the next.
 *
 * @throws AtomMemError `out-of-memory` from `allocate` when `limit` bytes do not suffice.
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
    // A system that is short of memory may still grant what is needed.
    return [wished, needed].some((bytes) => {
      try {
        memory.grow(Math.ceil(bytes / PAGE));
        return true;
      } catch {
        return false;
      }
    });
  }

  /** Takes the smallest free block above this size and frees the halves that are left over. */
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

  return {
    memory,
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

/** The size of the block that holds so many bytes. */
export function blockSize(bytes: number): number {
  return Math.max(SMALLEST, 2 ** Math.ceil(Math.log2(bytes)));
}
