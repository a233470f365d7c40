/**
 * The REST API over a store. Each route maps a request to data.
 *
 * @module
 */
import { createMemory } from '../memory/create-memory.ts';
import type { Entry } from '../memory/entry.ts';
import type { Memory, MemoryOptions } from '../memory/memory.ts';
import type { Effect, Operation } from '../memory/operation.ts';
import { findRemedy } from '../memory/refusal-remedy.ts';
import type { Showing } from '../memory/showing.ts';
import type { Store } from '../memory/store.ts';
import { undoOperation } from '../memory/undo.ts';
import { systemClock } from '../shared/clock.ts';
import type { JsonObject } from '../shared/json.ts';
import { ApiError } from './api-error.ts';

export interface MemoryApiOptions extends Partial<Omit<MemoryOptions, 'store' | 'namespace'>> {
  readonly store: Store;
  /** The only namespace to serve. Default: all namespaces. */
  readonly namespace?: string;
  /** Allows operations and undo. Default: false. */
  readonly writable?: boolean;
}

/** One request, without its transport. */
export interface ApiRequest {
  readonly method: string;
  readonly path: string;
  readonly query: URLSearchParams;
  readonly body?: JsonObject;
  readonly signal?: AbortSignal;
}

export interface ApiResponse {
  readonly status: number;
  readonly body: unknown;
}

const MOST_SHOWN = 1000;

/** Opens the API. Every path starts with `/api/`. `openapi.ts` describes it. */
export function createMemoryApi(options: MemoryApiOptions): (request: ApiRequest) => Promise<ApiResponse> {
  const { store, namespace: only, writable = false, ...rest } = options;
  const clock = options.clock ?? systemClock;

  function readNamespace(query: URLSearchParams, body?: JsonObject): string {
    const asked = query.get('namespace') ?? body?.namespace ?? only ?? 'default';
    if (typeof asked !== 'string') throw new ApiError(400, '"namespace" is not a string. Give a name.');
    if (only !== undefined && asked !== only)
      throw new ApiError(403, `This server shows the namespace ${JSON.stringify(only)} only.`);
    return asked;
  }

  const open = (query: URLSearchParams, body?: JsonObject): Memory =>
    createMemory({ ...rest, store, namespace: readNamespace(query, body) });

  const routes: Readonly<Record<string, (request: ApiRequest, id: string) => Promise<unknown>>> = {
    'GET info': async () => ({ writable, store: store.name, namespaces: await listNamespaces() }),
    'GET namespaces': () => listNamespaces(),
    async 'GET entries'({ query }, id) {
      const memory = open(query);
      if (id !== '') return findEntry(memory, id);
      const [scratchpad, entries] = await Promise.all([memory.scratchpad(), memory.entries()]);
      const generation = await store.generation(memory.namespace);
      return { generation, scratchpad: scratchpad ?? null, entries };
    },
    async 'GET search'({ query, signal }) {
      const text = query.get('q') ?? '';
      if (text.trim() === '') throw new ApiError(400, '"q" is empty. Give a query.');
      const limit = readCount(query, 'limit', 6, 100);
      const memory = open(query);
      const entries = await memory.read(text, { limit, signal });
      const purpose = query.get('purpose')?.trim();
      if (purpose) memory.noteShown(entries, purpose);
      return { query: text, entries };
    },
    async 'GET log'({ query }) {
      const after = readCount(query, 'after', 0, Number.MAX_SAFE_INTEGER);
      const records = await store.log(readNamespace(query), { after });
      return { records: records.slice(0, MOST_SHOWN), more: Math.max(0, records.length - MOST_SHOWN) };
    },
    async 'GET state'({ query }) {
      const state = await open(query).asOf(readCount(query, 'at', 0, Number.MAX_SAFE_INTEGER));
      return { entries: [...state.values()] };
    },
    async 'GET diff'({ query }) {
      const memory = open(query);
      const to = readCount(query, 'to', await store.generation(memory.namespace), Number.MAX_SAFE_INTEGER);
      return memory.difference(readCount(query, 'from', 0, Number.MAX_SAFE_INTEGER), to);
    },
    async 'POST operations'({ query, body }) {
      requireWritable();
      const { operations } = body ?? {};
      if (!Array.isArray(operations) || operations.length > MOST_SHOWN)
        throw new ApiError(400, `"operations" is not a list of at most ${MOST_SHOWN}. Give operations.`);
      const effects = await open(query, body).apply(operations as readonly Operation[], {
        actor: readActor(body),
      });
      return { effects: effects.map(addRemedy) };
    },
    async 'POST undo'({ query, body }) {
      requireWritable();
      const generation = body?.generation;
      if (typeof generation !== 'number' || !Number.isSafeInteger(generation))
        throw new ApiError(400, '"generation" is not a whole number. Take it from the log.');
      const namespace = readNamespace(query, body);
      const commit = await undoOperation(store, namespace, generation, {
        time: clock(),
        actor: readActor(body),
      });
      return commit.ok
        ? { applied: true, record: commit.record }
        : { applied: false, reason: commit.refusal, remedy: findRemedy(commit.refusal) };
    },
  };

  async function listNamespaces(): Promise<readonly string[]> {
    return only === undefined ? store.namespaces() : [only];
  }

  function requireWritable(): void {
    if (!writable) throw new ApiError(403, 'This server is read-only. Start it with --write.');
  }

  async function findEntry(
    memory: Memory,
    id: string,
  ): Promise<{ entry: Entry | null; history: unknown; reads: number; shown: readonly Showing[] | null }> {
    const history = await store.log(memory.namespace, { id });
    if (history.length === 0) throw new ApiError(404, `There is no entry ${JSON.stringify(id)}.`);
    const { namespace } = memory;
    const reads = (await store.reads(namespace)).get(id) ?? 0;
    const shown = (await store.showings?.(namespace, id)) ?? null;
    return { entry: (await store.get(namespace, id)) ?? null, history, reads, shown };
  }

  return async (request) => {
    const [, , name = '', id = '', more] = request.path.split('/');
    const route = Object.hasOwn(routes, `${request.method} ${name}`) && routes[`${request.method} ${name}`];
    if (!route || more !== undefined || (id !== '' && name !== 'entries')) {
      const exists = ['GET', 'POST'].some((method) => Object.hasOwn(routes, `${method} ${name}`));
      throw new ApiError(
        exists ? 405 : 404,
        `${request.method} ${request.path} does not exist. See /openapi.json.`,
      );
    }
    return { status: 200, body: await route(request, decodePart(id)) };
  };
}

function addRemedy(effect: Effect): Effect & { readonly remedy?: string } {
  return effect.applied ? effect : { ...effect, remedy: findRemedy(effect.reason) };
}

/** Decodes a path segment. */
export function decodePart(part: string): string {
  try {
    return decodeURIComponent(part);
  } catch {
    throw new ApiError(
      400,
      `The path part ${JSON.stringify(part.slice(0, 50))} is not encoded correctly. Encode "%" as "%25".`,
    );
  }
}

function readActor(body: JsonObject | undefined): string {
  return typeof body?.actor === 'string' && body.actor.trim() !== '' ? body.actor.slice(0, 200) : 'viewer';
}

function readCount(query: URLSearchParams, name: string, otherwise: number, most: number): number {
  const text = query.get(name);
  if (text === null || text === '') return otherwise;
  const count = Number(text);
  if (!Number.isSafeInteger(count) || count < 0 || count > most)
    throw new ApiError(
      400,
      `"${name}" is ${JSON.stringify(text.slice(0, 50))}. Give a whole number from 0 to ${most}.`,
    );
  return count;
}
