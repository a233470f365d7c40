/**
 * An embedder that keeps its vectors in a store.
 *
 * @module
 */
import type { Embedder, EmbeddingRole } from '../memory/embedder.ts';
import { AtomMemError } from '../shared/error.ts';

/** The part of a store that the cache uses. SQLite and PostgreSQL stores have it. */
export interface VectorCache {
  readonly name: string;
  list(namespace: string): Promise<readonly { readonly id: string; readonly text: string }[]>;
  commit(
    namespace: string,
    writes: readonly { readonly kind: 'create'; readonly text: string; readonly vector: Float32Array }[],
    options: { readonly time: number; readonly embedder: string },
  ): Promise<unknown>;
  readonly vectors?: {
    all(namespace: string): Promise<{ readonly vectors: ReadonlyMap<string, Float32Array> } | undefined>;
  };
}

/** Options of `cachedEmbedder`. */
export interface CachedEmbedderOptions {
  readonly embedder: Embedder;
  /** A store that keeps vectors, such as `sqlite('cache.db')`. The caller closes it. */
  readonly store: VectorCache;
  /** Default: `embeddings/` and the name of the embedder. Use one for each model and query prefix. */
  readonly namespace?: string;
}

/**
 * Returns an embedder that asks another one only for new texts. Vectors are kept in a namespace of a store under the
 * SHA-256 of role and text, so that later runs reuse them. The first call loads all cached vectors and embeds one word to
 * check that they come from this embedder.
 *
 * @throws AtomMemError `bad-option` if the store keeps no vectors; at the first call, `embedder-mismatch` if another
 * model or prefix filled the cache
 * @example
 * import { sqlite } from 'atommem/sqlite';
 *
 * const model = transformersEmbedder({ model: 'models/all-MiniLM-L6-v2' });
 * const embedder = cachedEmbedder({ embedder: model, store: sqlite('vectors.db') });
 */
export function cachedEmbedder(options: CachedEmbedderOptions): Embedder {
  const { embedder, store, namespace = `embeddings/${embedder.name}` } = options;
  const { vectors } = store;
  if (vectors === undefined) {
    throw new AtomMemError('bad-option', {
      problem: `The store "${store.name}" keeps no vectors`,
      remedy: 'Pass a SQLite or PostgreSQL store',
      details: { option: 'store' },
    });
  }
  let loading: Promise<Map<string, Float32Array>> | undefined;

  async function load(): Promise<Map<string, Float32Array>> {
    const [entries, set] = await Promise.all([store.list(namespace), vectors!.all(namespace)]);
    const known = new Map<string, Float32Array>();
    for (const { id, text } of entries) {
      const vector = set?.vectors.get(id);
      if (vector !== undefined) known.set(text, vector);
    }
    await checkModel(known);
    return known;
  }

  /** Compares vectors, because a file or folder keeps its name when its model is replaced. */
  async function checkModel(known: ReadonlyMap<string, Float32Array>): Promise<void> {
    for (const role of ['entry', 'query'] as const) {
      const cached = known.get(await hashKey(role, PROBE));
      if (cached === undefined) continue;
      const [fresh] = await embedder.embed([PROBE], role);
      if (isSimilar(cached, fresh!)) continue;
      throw new AtomMemError('embedder-mismatch', {
        problem: `The vectors in the namespace "${namespace}" of the store "${store.name}" are not those of "${embedder.name}"`,
        remedy: 'Delete the cache, or use another namespace for each model and prefix',
      });
    }
  }

  return {
    name: embedder.name,
    get dimensions() {
      return embedder.dimensions;
    },
    async embed(texts, role, signal) {
      // A load that failed is tried again by the next call.
      loading ??= load().catch((error: unknown) => {
        loading = undefined;
        throw error;
      });
      const known = await loading;
      const keys = await Promise.all(texts.map((text) => hashKey(role, text)));
      const fresh = new Map(
        keys.map((key, place) => [key, texts[place]!] as const).filter(([key]) => !known.has(key)),
      );
      if (fresh.size > 0) {
        const probe = await hashKey(role, PROBE);
        if (!known.has(probe)) fresh.set(probe, PROBE);
        const found = await embedder.embed([...fresh.values()], role, signal);
        const writes = [...fresh.keys()].map((key, place) => ({
          kind: 'create' as const,
          text: key,
          vector: found[place]!,
        }));
        await store.commit(namespace, writes, { time: 0, embedder: embedder.name });
        for (const { text, vector } of writes) known.set(text, vector);
      }
      return keys.map((key) => known.get(key)!);
    },
  };
}

/** A text that is in every cache. */
const PROBE = 'memory';

/** Backends differ in the last digits. Other models and prefixes differ in the first. */
function isSimilar(one: Float32Array, other: Float32Array): boolean {
  if (one.length !== other.length) return false;
  const dot = (left: Float32Array, right: Float32Array): number =>
    left.reduce((sum, value, axis) => sum + value * right[axis]!, 0);
  return dot(one, other) >= 0.999 * Math.sqrt(dot(one, one) * dot(other, other));
}

async function hashKey(role: EmbeddingRole, text: string): Promise<string> {
  const digest = await crypto.subtle.digest('SHA-256', new TextEncoder().encode(`${role}\n${text}`));
  return toHex(new Uint8Array(digest));
}

function toHex(bytes: Uint8Array): string {
  return Array.from(bytes, (byte) => byte.toString(16).padStart(2, '0')).join('');
}
