/**
 * `langGraphStore`: a LangGraph `BaseStore` over any atommem store.
 *
 * @module
 */

import {
  BaseStore,
  type GetOperation,
  type Item,
  type ListNamespacesOperation,
  type Operation,
  type OperationResults,
  type PutOperation,
  type SearchItem,
  type SearchOperation,
  validateNamespace,
} from '@langchain/langgraph-checkpoint';
import { runInOrder } from '../../ai/tools/call-queue.ts';
import { createMemory } from '../../memory/create-memory.ts';
import type { Entry } from '../../memory/entry.ts';
import type { Memory, MemoryOptions } from '../../memory/memory.ts';
import type { Store } from '../../memory/store.ts';
import { AtomMemError } from '../../shared/error.ts';
import { toContent, toItem } from './item.ts';
import { matchesPattern } from './match-value.ts';
import { listNamespaces, nameNamespace, sortUnique } from './namespace-name.ts';
import { type RankedItem, searchNamespace } from './search-namespace.ts';

export interface LangGraphStoreOptions extends Partial<Omit<MemoryOptions, 'namespace' | 'store'>> {
  readonly store: Store;
  /** First label of every namespace in the store. Default: `'langgraph'`. */
  readonly root?: string;
  /** Actor recorded in the log. Default: `'langgraph'`. */
  readonly actor?: string;
}

/**
 * Opens a store for `graph.compile({ store })`. Each LangGraph namespace maps to a namespace of the store and is
 * compared label by label. Each item is an entry. Its text is `value.text`, or the value as JSON. `index: false`
 * hides it from queries. Searches with a query use the store's indexes. In a batch, reads see the state before the
 * writes.
 *
 * @example
 * import { sqlite } from 'atommem/sqlite';
 *
 * const graph = builder.compile({ store: langGraphStore({ store: sqlite('agent.db') }) });
 */
export function langGraphStore(options: LangGraphStoreOptions): BaseStore {
  return new EntryStore(options);
}

class EntryStore extends BaseStore {
  readonly #options: LangGraphStoreOptions;
  readonly #root: string;
  readonly #memories = new Map<string, Memory>();

  constructor(options: LangGraphStoreOptions) {
    super();
    this.#options = options;
    this.#root = options.root ?? 'langgraph';
  }

  override batch<Operations extends readonly Operation[]>(
    operations: Operations,
  ): Promise<OperationResults<Operations>> {
    return runInOrder(this, () => this.#run(operations)) as Promise<OperationResults<Operations>>;
  }

  async #run(operations: readonly Operation[]): Promise<unknown[]> {
    for (const operation of operations)
      if ('value' in operation) validateNamespace(operation.namespace, { allowReservedRoot: true });
    const results: unknown[] = [];
    const puts = new Map<string, PutOperation>();
    for (const operation of operations) {
      if ('value' in operation) {
        puts.set(JSON.stringify([operation.namespace, operation.key]), operation);
        results.push(undefined);
      } else if ('namespacePrefix' in operation) results.push(await this.#search(operation));
      else if ('key' in operation) results.push(await this.#get(operation));
      else results.push(await this.#list(operation));
    }
    for (const operation of puts.values()) await this.#put(operation);
    return results;
  }

  #memory(namespace: readonly string[]): Memory {
    const name = nameNamespace(this.#root, namespace);
    const { root: _root, actor: _actor, ...rest } = this.#options;
    const memory = this.#memories.get(name) ?? createMemory({ ...rest, namespace: name });
    this.#memories.set(name, memory);
    return memory;
  }

  async #find(namespace: readonly string[], key: string): Promise<Entry | undefined> {
    return (await this.#memory(namespace).entries()).find(({ meta }) => meta.key === key);
  }

  async #get({ namespace, key }: GetOperation): Promise<Item | null> {
    const entry = await this.#find(namespace, key);
    return entry ? toItem(namespace, entry) : null;
  }

  async #put({ namespace, key, value, index }: PutOperation): Promise<void> {
    const memory = this.#memory(namespace);
    const { actor = 'langgraph' } = this.#options;
    const before = await this.#find(namespace, key);
    if (value === null) {
      if (before) await memory.apply([{ op: 'delete', target: { id: before.id } }], { actor });
      return;
    }
    const content = toContent(key, value, index !== false);
    const [effect] = await memory.apply(
      [before ? { op: 'update', target: { id: before.id }, ...content } : { op: 'create', ...content }],
      { actor },
    );
    if (!effect?.applied)
      throw new AtomMemError('operation-refused', {
        problem: `The item ${key} was not stored (${effect?.reason})`,
        remedy: 'Change the value',
        details: { reason: String(effect?.reason) },
      });
  }

  #namespaces(): Promise<string[][]> {
    return listNamespaces(this.#options.store, this.#root);
  }

  async #search(operation: SearchOperation): Promise<SearchItem[]> {
    const { namespacePrefix: prefix, filter, query, limit = 10, offset = 0 } = operation;
    const found: RankedItem[] = [];
    for (const namespace of await this.#namespaces())
      if (matchesPattern(namespace, 'prefix', prefix))
        found.push(...(await searchNamespace(this.#memory(namespace), namespace, query, filter)));
    // Scores of different indexes are not comparable, but their ranks are.
    if (query) found.sort((one, other) => one.rank - other.rank);
    return found.slice(offset, offset + limit).map(({ item }) => item);
  }

  async #list({
    matchConditions = [],
    maxDepth,
    limit,
    offset,
  }: ListNamespacesOperation): Promise<string[][]> {
    const filled: string[][] = [];
    for (const namespace of await this.#namespaces()) {
      if (!matchConditions.every(({ matchType, path }) => matchesPattern(namespace, matchType, path)))
        continue;
      if ((await this.#memory(namespace).entries()).length > 0) filled.push(namespace.slice(0, maxDepth));
    }
    return sortUnique(filled).slice(offset, offset + limit);
  }
}
