import type { Clock } from '../shared/clock.ts';
import { differenceBetween, stateAsOf } from './as-of.ts';
import { type Entry, type EntryId, SCRATCHPAD } from './entry.ts';
import { createFollower } from './follower.ts';
import { entryOf, type LogDifference, type LogRecord, type LogState } from './log.ts';
import type { Effect, Operation, Refusal, Target } from './operation.ts';
import type { BoundSearch, MetaFilter, Retriever } from './retriever.ts';
import type { Commit, LogRange, Store } from './store.ts';
import { type UndoOptions, undoOperation, undoSince } from './undo.ts';
import type { View } from './view.ts';
import type { Write } from './write.ts';
import { embedWrites } from './write-vectors.ts';

/** When the answer to a Read is seen: in the next step's view (the paper's), or in the effect at once. */
export type ReadTiming = 'next-step' | 'same-step';

/** What happens to a Create beyond the capacity: refused, or discarded as in the paper's capped runs. */
export type OverCapacity = 'refuse' | 'discard-newest';

export interface MemoryOptions {
  readonly store: Store;
  /** The wall around this memory: an episode, a user, a project. */
  readonly namespace: string;
  readonly retriever: Retriever;
  readonly clock: Clock;
  /** Entries shown for a query. Default 6 (paper, section 4.1). */
  readonly k?: number;
  readonly readTiming?: ReadTiming;
  /** Most live entries, the scratchpad not counted. Default: no limit. */
  readonly capacity?: number;
  readonly overCapacity?: OverCapacity;
  /** `refuse` a Create whose text is stored already, case and spacing aside. Default `allow` (released code). */
  readonly duplicates?: 'allow' | 'refuse';
  /** What a slot stands for: the entry shown there, or (released code) the oldest entry of equal text. */
  readonly identity?: 'id' | 'equal-text';
  /** What slot 0 stands for: nothing, or (released code) the last entry shown. */
  readonly slotZero?: 'invalid' | 'last-entry';
  /** Creates carry `meta.owner`, and only this owner's entries are shown: several episodes in one namespace. */
  readonly owner?: string;
}

export interface ApplyOptions {
  /** Stands in the log beside every record. */
  readonly actor?: string;
  /** Asked before each operation, in order; a refusal keeps it from being applied. */
  readonly guard?: (operation: Operation) => Refusal | undefined;
  /** Names this call, so that it can be repeated after a lost answer and is applied once (`CommitOptions.key`). */
  readonly key?: string;
  readonly signal?: AbortSignal;
}

/** A namespace of a store with a scratchpad, a standing query and a numbered view. */
export interface Memory {
  readonly namespace: string;
  /** Retrieves for the standing query and fixes what slots mean until the next call. */
  observe(signal?: AbortSignal): Promise<View>;
  /** Sets the standing query without an operation: how an environment poses a question. */
  pose(query: string | null): void;
  /**
   * Applies operations in order; one effect for each. Never throws on what a policy wrote.
   *
   * @throws RangeError where the `key` names a call with another number of writes
   */
  apply(operations: readonly Operation[], options?: ApplyOptions): Promise<readonly Effect[]>;
  /** Entries for a query, best first, without touching the view. */
  search(
    query: string,
    options?: { limit?: number; filter?: MetaFilter; signal?: AbortSignal },
  ): Promise<readonly Entry[]>;
  entries(): Promise<readonly Entry[]>;
  scratchpad(): Promise<Entry | undefined>;
  log(range?: LogRange): Promise<readonly LogRecord[]>;
  /** The state after a generation, the scratchpad included. */
  asOf(generation: number): Promise<LogState>;
  difference(from: number, to: number): Promise<LogDifference>;
  /** Takes one record back; refused with `version-conflict` when its entry has changed since. */
  undo(generation: number, actor?: string): Promise<Commit>;
  /** Takes back all that came after a generation, as new records. */
  undoSince(generation: number, actor?: string): Promise<readonly Commit[]>;
}

/** Opens a namespace of a store. `createMemory` is this with defaults. */
export function openMemory(options: MemoryOptions): Memory {
  const { store, namespace, retriever, clock, k = 6, readTiming = 'next-step', owner } = options;
  const { embedder } = retriever;
  const find = retriever.bind?.(store, namespace) ?? createFollowedSearch(store, namespace, retriever);
  let query: string | null = null;
  let shown: readonly Entry[] = [];

  async function search(
    text: string,
    { limit = k, filter, signal }: { limit?: number; filter?: MetaFilter; signal?: AbortSignal } = {},
  ): Promise<readonly Entry[]> {
    const owned = owner === undefined ? filter : { ...filter, owner };
    const hits = await find(text, {
      limit,
      now: clock(),
      ...(owned && { filter: owned }),
      ...(signal && { signal }),
    });
    const entries = await Promise.all(hits.map((hit) => store.get(namespace, hit.id)));
    const found = entries.filter((entry) => entry !== undefined);
    store.noteReads(
      namespace,
      found.map((entry) => entry.id),
    );
    return found;
  }

  async function commit(
    writes: readonly Write[],
    { actor, key, signal }: ApplyOptions,
  ): Promise<readonly Commit[]> {
    if (writes.length === 0) return [];
    const { capacity } = options;
    const embedded = await embedWrites(writes, embedder, signal);
    const commits = await store.commit(namespace, embedded.writes, {
      time: clock(),
      actor: actor ?? null,
      ...(capacity !== undefined && { capacity }),
      ...(key !== undefined && { key }),
      ...embedded.options,
    });
    if (commits.length === writes.length) return commits;
    throw new RangeError(
      `the key "${key}" names a commit of ${commits.length} writes, and this one has ${writes.length}: give each its own key`,
    );
  }

  function undoOptions(actor: string | undefined): UndoOptions {
    return { time: clock(), actor: actor ?? null, ...(embedder && { embedder }) };
  }

  async function apply(
    operations: readonly Operation[],
    applyOptions: ApplyOptions = {},
  ): Promise<readonly Effect[]> {
    const { guard, signal } = applyOptions;
    const texts = options.duplicates === 'refuse' ? await storedTexts(store, namespace) : undefined;
    const oldest = options.identity === 'equal-text' ? await store.list(namespace) : undefined;
    const slots = { shown, oldest, lastForZero: options.slotZero === 'last-entry' };
    const plans = operations.map((operation): Plan => {
      const refusal = guard?.(operation) ?? (texts && duplicateIn(texts, operation));
      return refusal === undefined ? planOf(operation, slots, owner) : { refusal };
    });
    const writes = plans.flatMap((plan) => ('write' in plan ? [plan.write] : []));
    const commits = [...(await commit(writes, applyOptions))];
    const effects: Effect[] = [];
    for (const [position, plan] of plans.entries()) {
      const operation = operations[position]!;
      if ('refusal' in plan) effects.push({ operation, applied: false, reason: plan.refusal });
      else if ('write' in plan) effects.push(effectOf(operation, commits.shift()!, options.overCapacity));
      else {
        query = plan.query;
        const found =
          readTiming === 'same-step' ? { found: await search(query, signal ? { signal } : {}) } : {};
        effects.push({ operation, applied: true, ...found });
      }
    }
    return effects;
  }

  return {
    namespace,
    search,
    apply,
    asOf: (generation) => stateAsOf(store, namespace, generation),
    async observe(signal) {
      const scratchpad = await store.get(namespace, SCRATCHPAD);
      shown = query === null ? [] : await search(query, signal ? { signal } : {});
      return {
        scratchpad: scratchpad?.text ?? '',
        scratchpadMeta: scratchpad?.meta ?? {},
        query,
        entries: shown,
      };
    },
    pose(next) {
      query = next;
    },
    async entries() {
      const now = clock();
      return (await store.list(namespace)).filter(
        ({ expiresAt, meta }) =>
          (expiresAt ?? Infinity) > now && (owner === undefined || meta.owner === owner),
      );
    },
    scratchpad: () => store.get(namespace, SCRATCHPAD),
    log: (range) => store.log(namespace, range),
    difference: (from, to) => differenceBetween(store, namespace, from, to),
    undo: (generation, actor) => undoOperation(store, namespace, generation, undoOptions(actor)),
    undoSince: (generation, actor) => undoSince(store, namespace, generation, undoOptions(actor)),
  };
}

type Plan = { readonly refusal: Refusal } | { readonly write: Write } | { readonly query: string };

/** What is needed to tell which entry a slot means. */
interface Slots {
  readonly shown: readonly Entry[];
  /** All entries, oldest first, where identity is by text. */
  readonly oldest: readonly Entry[] | undefined;
  readonly lastForZero: boolean;
}

function planOf(operation: Operation, slots: Slots, owner: string | undefined): Plan {
  switch (operation.op) {
    case 'read':
      return operation.query.trim() === '' ? { refusal: 'empty-query' } : { query: operation.query };
    case 'create': {
      if (operation.text.trim() === '') return { refusal: 'empty-text' };
      const meta = owner === undefined ? operation.meta : { ...operation.meta, owner };
      const { text, expiresAt } = operation;
      const expiry = expiresAt === undefined ? {} : { expiresAt };
      return { write: { kind: 'create', text, meta: meta ?? {}, ...expiry } };
    }
    case 'update': {
      const id = resolve(operation.target, slots);
      if (id === undefined) return { refusal: 'no-such-slot' };
      if (id !== SCRATCHPAD && operation.text.trim() === '') return { refusal: 'empty-text' };
      const { text, meta, expiresAt, expectedVersion } = operation;
      const rest = {
        ...(meta && { meta }),
        ...(expiresAt !== undefined && { expiresAt }),
        ...(expectedVersion !== undefined && { expectedVersion }),
      };
      return { write: { kind: 'update', id, text, ...rest } };
    }
    case 'delete': {
      const id = resolve(operation.target, slots);
      if (id === undefined) return { refusal: 'no-such-slot' };
      const { expectedVersion } = operation;
      return { write: { kind: 'delete', id, ...(expectedVersion !== undefined && { expectedVersion }) } };
    }
  }
}

function resolve(target: Target, { shown, oldest, lastForZero }: Slots): EntryId | undefined {
  if (target === 'scratchpad') return SCRATCHPAD;
  if ('id' in target) return target.id;
  const entry = target.slot === 0 && lastForZero ? shown.at(-1) : shown[target.slot - 1];
  return oldest?.find((other) => other.text === entry?.text)?.id ?? entry?.id;
}

function effectOf(operation: Operation, commit: Commit, overCapacity: OverCapacity = 'refuse'): Effect {
  if (!commit.ok) {
    const discarded = commit.refusal === 'over-capacity' && overCapacity === 'discard-newest';
    return { operation, applied: false, reason: discarded ? 'discarded' : commit.refusal };
  }
  const entry = entryOf(commit.record) ?? commit.before;
  return {
    operation,
    applied: true,
    ...(entry && { entry }),
    ...(operation.op === 'update' && commit.before && { previous: commit.before }),
  };
}

function createFollowedSearch(store: Store, namespace: string, retriever: Retriever): BoundSearch {
  const index = retriever.createIndex();
  const follower = createFollower(store, namespace, index);
  return async (query, { now, ...options }) => {
    await follower.catchUp(now, options.signal);
    return index.search(query, options);
  };
}

async function storedTexts(store: Store, namespace: string): Promise<Set<string>> {
  return new Set((await store.list(namespace)).map(plainTextOf));
}

function duplicateIn(texts: Set<string>, operation: Operation): Refusal | undefined {
  if (operation.op !== 'create') return undefined;
  const text = plainText(operation.text);
  if (texts.has(text)) return 'duplicate';
  texts.add(text);
  return undefined;
}

// An episode asks at every step, of entries that are mostly the same: each is read once.
const plainTexts = new WeakMap<Entry, string>();

function plainTextOf(entry: Entry): string {
  const known = plainTexts.get(entry);
  if (known !== undefined) return known;
  const text = plainText(entry.text);
  plainTexts.set(entry, text);
  return text;
}

function plainText(text: string): string {
  return text.toLowerCase().replace(/\s+/g, ' ').trim();
}
