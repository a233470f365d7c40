import type { MemoryOptions } from '../memory/memory.ts';
import type { LabOptions } from './options.ts';
import { createSharedWordsRetriever } from './shared-words.ts';

/**
 * How a lab episode opens its memory: shared words for retrieval, identical entries refused (else the same
 * new fact, stored twice, outvotes the outdated one), Reads answered in the next step.
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
