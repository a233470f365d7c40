/**
 * `createMemory`, the memory with defaults for everything.
 *
 * @module
 */
import { systemClock } from '../shared/clock.ts';
import { AtomMemError } from '../shared/error.ts';
import { inMemoryStore } from '../store/in-memory.ts';
import { storeRetriever } from '../store/store-retriever.ts';
import type { Embedder } from './embedder.ts';
import type { Memory, MemoryOptions } from './memory.ts';
import { openMemory } from './open-memory.ts';

export interface CreateMemoryOptions extends Partial<MemoryOptions> {
  /**
   * Adds search by meaning; the store keeps the vectors. Default: search by words only.
   * Cannot be combined with `retriever`.
   */
  readonly embedder?: Embedder;
}

/**
 * Creates a memory. Defaults: a store in this process, the store's own search, wall time.
 *
 * @throws AtomMemError `bad-argument`, `bad-option`
 * @example
 * const memory = createMemory({ namespace: 'users/12' });
 * const { id } = await memory.create('Ada prefers trains to planes.');
 * const [entry] = await memory.read('how does Ada travel?');
 * await memory.update(id, 'Ada prefers night trains.');
 * await memory.delete(id);
 */
export function createMemory(options: CreateMemoryOptions = {}): Memory {
  const { embedder, ...rest } = options;
  if (embedder !== undefined && rest.retriever !== undefined) {
    throw new AtomMemError('bad-option', {
      problem: '"embedder" and "retriever" are both set',
      remedy: 'Pass the embedder to the retriever, or remove "retriever"',
      details: { option: 'embedder' },
    });
  }
  if (typeof (rest.store as { then?: unknown } | undefined)?.then === 'function') {
    throw new AtomMemError('bad-option', {
      problem: '"store" is a promise',
      remedy: 'Wait for it: createMemory({ store: await postgres(…) })',
      details: { option: 'store' },
    });
  }
  return openMemory({
    ...rest,
    store: rest.store ?? inMemoryStore(),
    namespace: rest.namespace ?? 'default',
    retriever: rest.retriever ?? storeRetriever({ embedder }),
    clock: rest.clock ?? systemClock,
  });
}
