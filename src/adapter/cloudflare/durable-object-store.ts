/**
 * `durableObjectStore`: a store in the SQLite database of a Cloudflare Durable Object, such as an agent.
 *
 * @module
 */
import type { Commit, CommitOptions, Store } from '../../memory/store.ts';
import type { VectorSpace } from '../../memory/vector-set.ts';
import type { Write } from '../../memory/write.ts';
import { inMemoryStore } from '../../store/in-memory.ts';
import { createPendingReads } from '../../store/pending-reads.ts';
import { openLogTables, type SqlStorage } from './log-tables.ts';

/**
 * Opens a store over `ctx.storage.sql`. The tables hold the log and the vectors. Entries and indexes are rebuilt in
 * memory when a namespace is first used. A Durable Object is the only writer of its database, so nothing else is needed.
 * Read counts are written with the next commit.
 *
 * @example
 * import { createMemory } from 'atommem';
 *
 * class Assistant extends Agent {
 *   memory = createMemory({ store: durableObjectStore(this.ctx.storage.sql), namespace: this.name });
 * }
 */
export function durableObjectStore(sql: SqlStorage): Store {
  const tables = openLogTables(sql);
  const pending = createPendingReads();
  let inner = inMemoryStore();
  let loading = new Map<string, Promise<void>>();

  /** Returns the store in memory, with this namespace loaded. */
  async function load(namespace: string): Promise<Store> {
    let loaded = loading.get(namespace);
    if (loaded === undefined) {
      const records = tables.readRecords(namespace);
      loaded =
        records.length === 0
          ? Promise.resolve()
          : inner.restore(namespace, records, tables.readVectors(namespace));
      loading.set(namespace, loaded);
    }
    await loaded;
    return inner;
  }

  /** Writes to the tables. If that fails, drops the copy in memory, which is ahead of them. */
  function persist(write: () => void): void {
    try {
      write();
    } catch (error) {
      inner = inMemoryStore();
      loading = new Map();
      throw error;
    }
  }

  async function commit(
    namespace: string,
    writes: readonly Write[],
    options: CommitOptions,
  ): Promise<readonly Commit[]> {
    const store = await load(namespace);
    const earlier = options.key === undefined ? undefined : tables.readKey(namespace, options.key);
    if (earlier !== undefined) return earlier;
    const before = await store.generation(namespace);
    const commits = await store.commit(namespace, writes, options);
    const records = commits.flatMap((one) => (one.ok && one.record.generation > before ? [one.record] : []));
    const vectors = await store.vectors.get(
      namespace,
      records.map(({ id }) => id),
    );
    const space = await store.vectors.space(namespace);
    persist(() => {
      tables.addRecords(namespace, records);
      tables.addCounts(namespace, pending.take(namespace));
      tables.dropVectors(
        namespace,
        records.map(({ id }) => id),
      );
      if (space !== undefined) tables.putVectors(namespace, space, vectors);
      if (options.key !== undefined) tables.addKey(namespace, options.key, commits);
    });
    return commits;
  }

  return {
    name: 'durable-object',
    commit,
    generation: async (namespace) => (await load(namespace)).generation(namespace),
    get: async (namespace, id) => (await load(namespace)).get(namespace, id),
    list: async (namespace) => (await load(namespace)).list(namespace),
    log: async (namespace, range) => (await load(namespace)).log(namespace, range),
    namespaces: async () => tables.readNamespaces(),
    async purge(namespace, ids, options) {
      const store = await load(namespace);
      const report = await store.purge(namespace, ids, options);
      const records = await store.log(namespace);
      persist(() => tables.replaceRecords(namespace, records, new Set(ids)));
      return report;
    },
    async restore(namespace, records, vectors) {
      const store = await load(namespace);
      await store.restore(namespace, records, vectors);
      const kept = await store.vectors.get(namespace, [...(vectors?.vectors.keys() ?? [])]);
      persist(() => {
        tables.addRecords(namespace, records);
        if (vectors !== undefined) tables.putVectors(namespace, toSpace(vectors), kept);
      });
    },
    vectors: {
      space: async (namespace) => (await load(namespace)).vectors.space(namespace),
      all: async (namespace) => (await load(namespace)).vectors.all(namespace),
      get: async (namespace, ids) => (await load(namespace)).vectors.get(namespace, ids),
      missing: async (namespace) => (await load(namespace)).vectors.missing(namespace),
      async put(namespace, space, vectors, options) {
        const store = await load(namespace);
        await store.vectors.put(namespace, space, vectors, options);
        const ids = vectors.map(({ id }) => id);
        const kept = await store.vectors.get(namespace, ids);
        persist(() => {
          if (options?.replace) tables.dropVectors(namespace, undefined);
          tables.putVectors(namespace, toSpace(space), kept);
        });
      },
    },
    search: {
      lexical: async (namespace, ...rest) => (await load(namespace)).search!.lexical(namespace, ...rest),
      nearest: async (namespace, ...rest) => (await load(namespace)).search!.nearest(namespace, ...rest),
    },
    noteReads: pending.add,
    async reads(namespace) {
      await load(namespace);
      return pending.over(namespace, tables.readCounts(namespace));
    },
    async close() {
      for (const namespace of pending.waiting()) tables.addCounts(namespace, pending.take(namespace));
      await inner.close();
    },
  };
}

function toSpace({ embedder, dimensions }: VectorSpace): VectorSpace {
  return { embedder, dimensions };
}
