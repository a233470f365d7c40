/**
 * The memory of lab episodes.
 *
 * @module
 */
import type { MemoryOptions } from '../memory/memory.ts';
import type { LabOptions } from './options.ts';
import { createSharedWordsRetriever } from './shared-words.ts';

/**
 * Returns the memory options of a lab episode: retrieval by shared words, and Reads answered in the next
 * step. Identical entries are refused, because a fact stored twice would outvote the outdated one.
 *
 * @example openMemory({ ...labMemory(options), store, namespace: 'episode-1', clock })
 */
export function labMemory(options: LabOptions): Omit<MemoryOptions, 'clock' | 'store' | 'namespace'> {
  return {
    retriever: createSharedWordsRetriever(options.sharedWords),
    k: options.k,
    readTiming: 'next-step',
    duplicates: 'refuse',
    ...(options.capacity !== null && { capacity: options.capacity, overCapacity: 'discard-newest' }),
  };
}
