import { lexicalRetriever } from '../search/lexical.ts';
import { systemClock } from '../shared/clock.ts';
import { createInMemoryStore } from '../store/in-memory.ts';
import { type Memory, type MemoryOptions, openMemory } from './memory.ts';

/**
 * A memory, ready to use: an in-process store, lexical search and wall time unless told otherwise.
 *
 * @example
 * const memory = createMemory({ namespace: 'users/12' });
 * await memory.apply([{ op: 'create', text: 'Ada Lovelace was born in London.' }]);
 * const [entry] = await memory.search('where was Ada born?');
 */
export function createMemory(options: Partial<MemoryOptions> = {}): Memory {
  return openMemory({
    ...options,
    store: options.store ?? createInMemoryStore(),
    namespace: options.namespace ?? 'default',
    retriever: options.retriever ?? lexicalRetriever(),
    clock: options.clock ?? systemClock,
  });
}
