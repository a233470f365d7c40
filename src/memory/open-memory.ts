/**
 * `openMemory`, the implementation of the `Memory` contract over any store and retriever.
 *
 * @module
 */
import { AtomMemError } from '../shared/error.ts';
import { differenceBetween, readStateAsOf } from './as-of.ts';
import { badArgument, checkCount, checkOneOf, checkString } from './check-argument.ts';
import { checkOperation } from './check-operation.ts';
import { type Entry, SCRATCHPAD } from './entry.ts';
import { createFollower } from './follower.ts';
import { createFitCheck } from './limit-characters.ts';
import { toEntry } from './log.ts';
import type { ApplyOptions, Memory, MemoryOptions, OverCapacity, ReadOptions } from './memory.ts';
import type { AppliedEffect, Effect, Operation, Refusal, Target } from './operation.ts';
import { readPlainText, toPlainText } from './plain-text.ts';
import { type OperationPlan, planOperation } from './plan-operation.ts';
import { findRemedy } from './refusal-remedy.ts';
import type { BoundSearch, Retriever } from './retriever.ts';
import type { Commit, Store } from './store.ts';
import { type UndoOptions, undoOperation, undoSince } from './undo.ts';
import type { Write } from './write.ts';
import { embedWrites } from './write-vectors.ts';

/**
 * Opens a namespace of a store. `createMemory` calls it with defaults.
 *
 * @throws AtomMemError `bad-argument`, `bad-option`
 */
export function openMemory(options: MemoryOptions): Memory {
  checkOptions(options);
  const { store, namespace, retriever, clock, k = 6, readTiming = 'next-step', owner } = options;
  const { embedder } = retriever;
  const find = retriever.bind?.(store, namespace) ?? createFollowedSearch(store, namespace, retriever);
  let query: string | null = null;
  let shown: readonly Entry[] = [];

  async function read(text: string, options: ReadOptions = {}): Promise<readonly Entry[]> {
    checkString('query', text);
    if (typeof options !== 'object' || options === null) {
      throw badArgument('options', options, 'an object such as { limit: 6 }');
    }
    const { limit = k, filter, signal } = options;
    checkCount('limit', limit, 0);
    if (filter !== undefined && (typeof filter !== 'object' || filter === null)) {
      throw badArgument('filter', filter, 'an object of conditions on meta');
    }
    const owned = owner === undefined ? filter : { ...filter, owner };
    const hits = await find(text, { limit, now: clock(), filter: owned, signal });
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
    { actor = null, key, signal }: { readonly actor?: string | null } & Omit<ApplyOptions, 'actor'>,
  ): Promise<readonly Commit[]> {
    if (writes.length === 0) return [];
    const embedded = await embedWrites(writes, embedder, signal);
    const { capacity } = options;
    const settings = { time: clock(), actor, capacity, key, ...embedded.options };
    const commits = await store.commit(namespace, embedded.writes, settings);
    if (commits.length === writes.length) return commits;
    throw new AtomMemError('bad-argument', {
      problem: `the key "${key}" belongs to a call with ${commits.length} writes, and this one has ${writes.length}`,
      remedy: 'Use a new key for every call',
      details: { option: 'key', value: key },
    });
  }

  /** Plans all operations against the state before the first one. */
  async function plan(operations: readonly Operation[]): Promise<readonly OperationPlan[]> {
    const stored = options.duplicates === 'refuse' ? await store.list(namespace) : [];
    const texts = new Set(stored.map(readPlainText));
    const oldest = options.identity === 'equal-text' ? await store.list(namespace) : undefined;
    const slots = { shown, oldest, lastForZero: options.slotZero === 'last-entry' };
    return operations.map((given): OperationPlan => {
      const checked = checkOperation(given);
      if (!checked.ok) return { kind: 'refuse', reason: 'malformed-operation', message: checked.message };
      const { operation } = checked;
      if (options.duplicates === 'refuse' && operation.op === 'create') {
        const text = toPlainText(operation.text);
        if (texts.has(text)) return { kind: 'refuse', reason: 'duplicate' };
        texts.add(text);
      }
      return planOperation(operation, slots, owner);
    });
  }

  /** Refuses the writes that exceed the character capacity. */
  async function limitPlans(plans: readonly OperationPlan[]): Promise<readonly OperationPlan[]> {
    const { characterCapacity, overCapacity } = options;
    if (characterCapacity === undefined) return plans;
    const scratchpad = await store.get(namespace, SCRATCHPAD);
    const now = clock();
    const live = (await store.list(namespace)).filter(({ expiresAt }) => (expiresAt ?? Infinity) > now);
    const fits = createFitCheck(characterCapacity, scratchpad ? [...live, scratchpad] : live);
    return plans.map((step): OperationPlan => {
      if (step.kind !== 'write' || fits(step.write)) return step;
      const discarded = step.write.kind === 'create' && overCapacity === 'discard-newest';
      return { kind: 'refuse', reason: discarded ? 'discarded' : 'over-capacity' };
    });
  }

  async function apply(
    operations: readonly Operation[],
    applyOptions: ApplyOptions = {},
  ): Promise<readonly Effect[]> {
    if (!Array.isArray(operations)) throw badArgument('operations', operations, 'a list of operations');
    // A copy without holes: `map` would skip them, and every place needs an effect.
    const given: readonly Operation[] = Array.from(operations);
    const plans = await limitPlans(await plan(given));
    const writes = plans.flatMap((step) => (step.kind === 'write' ? [step.write] : []));
    const commits = (await commit(writes, applyOptions)).values();
    const effects: Effect[] = [];
    for (const [position, step] of plans.entries()) {
      const operation = given[position]!;
      if (step.kind === 'refuse') {
        const { reason, message } = step;
        effects.push({ operation, applied: false, reason, ...(message !== undefined && { message }) });
      } else if (step.kind === 'write') {
        effects.push(toEffect(operation, commits.next().value!, options.overCapacity));
      } else {
        query = step.query;
        const now = readTiming === 'same-step';
        const found = now ? { found: await read(query, { signal: applyOptions.signal }) } : {};
        effects.push({ operation, applied: true, ...found });
      }
    }
    return effects;
  }

  async function applyOne<Applied extends AppliedEffect>(
    operation: Operation,
    applyOptions: ApplyOptions,
  ): Promise<Applied> {
    const [effect] = await apply([operation], applyOptions);
    if (effect?.applied) return effect as Applied;
    throw refusedError(operation, effect!.reason, effect!.message);
  }

  function undoOptions(actor: string | undefined): UndoOptions {
    return { time: clock(), actor: actor ?? null, embedder };
  }

  return {
    namespace,
    read,
    apply,
    create: (text, { meta, expiresAt, ...rest } = {}) =>
      applyOne({ op: 'create', text, meta, expiresAt }, rest),
    update: (id, text, { meta, expiresAt, expectedVersion, ...rest } = {}) =>
      applyOne({ op: 'update', target: toTarget(id), text, meta, expiresAt, expectedVersion }, rest),
    delete: (id, { expectedVersion, ...rest } = {}) =>
      applyOne({ op: 'delete', target: toTarget(id), expectedVersion }, rest),
    async observe(signal) {
      const scratchpad = await store.get(namespace, SCRATCHPAD);
      shown = query === null ? [] : await read(query, { signal });
      return {
        scratchpad: scratchpad?.text ?? '',
        scratchpadMeta: scratchpad?.meta ?? {},
        query,
        entries: shown,
      };
    },
    pose(next) {
      if (next !== null) checkString('query', next);
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
    noteShown(entries, purpose) {
      const ids = entries.map(({ id }) => id);
      if (ids.length > 0) store.noteShown?.(namespace, ids, { time: clock(), purpose });
    },
    log: (range) => store.log(namespace, range),
    asOf: (generation) => readStateAsOf(store, namespace, generation),
    difference: (from, to) => differenceBetween(store, namespace, from, to),
    undo: (generation, actor) => undoOperation(store, namespace, generation, undoOptions(actor)),
    undoSince: (generation, actor) => undoSince(store, namespace, generation, undoOptions(actor)),
  };
}

function checkOptions(options: MemoryOptions): void {
  checkString('namespace', options.namespace);
  checkCount('k', options.k, 0);
  checkCount('capacity', options.capacity, 0);
  checkCount('characterCapacity', options.characterCapacity, 0);
  checkOneOf('readTiming', options.readTiming, ['next-step', 'same-step']);
  checkOneOf('overCapacity', options.overCapacity, ['refuse', 'discard-newest']);
  checkOneOf('duplicates', options.duplicates, ['allow', 'refuse']);
  checkOneOf('identity', options.identity, ['id', 'equal-text']);
  checkOneOf('slotZero', options.slotZero, ['invalid', 'last-entry']);
}

function toTarget(id: string): Target {
  checkString('id', id);
  return id === SCRATCHPAD ? 'scratchpad' : { id };
}

function toEffect(operation: Operation, commit: Commit, overCapacity: OverCapacity = 'refuse'): Effect {
  if (!commit.ok) {
    const discarded = commit.refusal === 'over-capacity' && overCapacity === 'discard-newest';
    return { operation, applied: false, reason: discarded ? 'discarded' : commit.refusal };
  }
  const entry = toEntry(commit.record) ?? commit.before;
  return {
    operation,
    applied: true,
    id: commit.record.id,
    ...(entry && { entry }),
    ...(operation.op === 'update' && commit.before && { previous: commit.before }),
  };
}

function refusedError(
  operation: Operation,
  reason: Refusal,
  message: string | undefined,
): AtomMemError<'operation-refused'> {
  return new AtomMemError('operation-refused', {
    problem: `the ${operation.op} was refused: ${message ?? reason}`,
    remedy: findRemedy(reason),
    details: { reason },
  });
}

function createFollowedSearch(store: Store, namespace: string, retriever: Retriever): BoundSearch {
  const index = retriever.createIndex();
  const follower = createFollower(store, namespace, index);
  return async (query, { now, ...options }) => {
    await follower.catchUp(now, options.signal);
    return index.search(query, options);
  };
}
