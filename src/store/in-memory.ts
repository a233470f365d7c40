/**
 * The store that lives in this process.
 *
 * @module
 */
import { SCRATCHPAD } from '../memory/entry.ts';
import { mergeShowings, storableShowing } from '../memory/showing.ts';
import type { Store } from '../memory/store.ts';
import { checkSpace, checkVector } from '../memory/vector-set.ts';
import type { Write } from '../memory/write.ts';
import type { FlatIndexOptions } from '../search/flat-index.ts';
import {
  append,
  commitAll,
  emptyNamespace,
  enterSpace,
  eraseTexts,
  type InMemoryNamespace,
  leaveSpace,
  setVector,
} from './in-memory-namespace.ts';
import { createInMemorySearch } from './in-memory-search.ts';
import { planRestore } from './plan-restore.ts';
import { closed, notEmpty } from './store-errors.ts';

/** Memory of the vectors. Default: the arena that all indexes of this thread share. */
export type InMemoryOptions = Pick<FlatIndexOptions, 'space'>;

/**
 * Opens a store that lives in this process. Episodes and tests use it.
 *
 * @example
 * const memory = createMemory({ store: inMemoryStore(), namespace: 'episode-1' });
 */
export function inMemoryStore(options: InMemoryOptions = {}): Store {
  const spaces = new Map<string, InMemoryNamespace>();
  let isClosed = false;

  const find = (name: string): InMemoryNamespace | undefined => {
    if (isClosed) throw closed('the in-memory store');
    return spaces.get(name);
  };
  const open = (name: string): InMemoryNamespace => {
    let space = find(name);
    if (space === undefined) {
      space = emptyNamespace(options);
      spaces.set(name, space);
    }
    return space;
  };

  const store: Store = {
    name: 'in-memory',
    async commit(namespace, writes, options) {
      return commitAll(namespace, open(namespace), writes, options);
    },
    async generation(namespace) {
      return find(namespace)?.records.length ?? 0;
    },
    async get(namespace, id) {
      return find(namespace)?.entries.get(id);
    },
    async list(namespace) {
      return [...(find(namespace)?.entries.values() ?? [])].filter((entry) => entry.id !== SCRATCHPAD);
    },
    async log(namespace, { after = 0, upTo, id } = {}) {
      const records = find(namespace)?.records.slice(Math.max(0, after), upTo) ?? [];
      return id === undefined ? records : records.filter((record) => record.id === id);
    },
    async namespaces() {
      find('');
      return [...spaces]
        .filter(([, space]) => space.records.length > 0)
        .map(([name]) => name)
        .sort();
    },
    async purge(namespace, ids, options) {
      const space = open(namespace);
      const live = ids.filter((id) => space.entries.has(id));
      commitAll(
        namespace,
        space,
        [...new Set(live)].map((id): Write => ({ kind: 'delete', id })),
        options,
      );
      return { records: eraseTexts(space, new Set(ids)), deleted: new Set(live).size };
    },
    async restore(namespace, records, set) {
      const space = open(namespace);
      if (space.records.length > 0) throw notEmpty(namespace);
      const planned = planRestore(records, set);
      if (set !== undefined) enterSpace(namespace, space, set);
      for (const record of planned) append(space, record);
    },
    vectors: {
      async space(namespace) {
        return find(namespace)?.space;
      },
      async all(namespace) {
        const space = find(namespace);
        return space?.space && { ...space.space, vectors: new Map(space.vectors) };
      },
      async get(namespace, ids) {
        const space = find(namespace);
        return ids.flatMap((id) => {
          const [entry, vector] = [space?.entries.get(id), space?.vectors.get(id)];
          return entry === undefined || vector === undefined ? [] : [{ id, version: entry.version, vector }];
        });
      },
      async missing(namespace) {
        const space = find(namespace);
        return [...(space?.entries.values() ?? [])].filter(
          ({ id }) => id !== SCRATCHPAD && !space!.vectors.has(id),
        );
      },
      async put(namespace, given, vectors, { replace = false } = {}) {
        const space = open(namespace);
        if (!replace) checkSpace(namespace, space.space, given);
        for (const { vector } of vectors) checkVector(vector, given.dimensions);
        if (replace) leaveSpace(space);
        enterSpace(namespace, space, given);
        for (const { id, version, vector } of vectors) {
          if (space.entries.get(id)?.version === version) setVector(space, id, vector);
        }
      },
    },
    search: createInMemorySearch(find, () => store),
    noteReads(namespace, ids) {
      const reads = find(namespace)?.reads;
      for (const id of ids) reads?.set(id, (reads.get(id) ?? 0) + 1);
    },
    async reads(namespace) {
      return new Map(find(namespace)?.reads);
    },
    noteShown(namespace, ids, given) {
      const space = spaces.get(namespace);
      const showing = [storableShowing(given)];
      for (const id of ids) {
        if (!space?.newest.has(id)) continue;
        space.showings.set(id, mergeShowings(showing, space.showings.get(id) ?? []));
      }
    },
    async showings(namespace, id) {
      return find(namespace)?.showings.get(id) ?? [];
    },
    async close() {
      for (const space of spaces.values()) leaveSpace(space);
      spaces.clear();
      isClosed = true;
    },
  };
  return store;
}
