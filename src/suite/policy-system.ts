/**
 * Runs a policy as a memory system: the policy reads turns, memory applies its operations, a search shows entries.
 *
 * @module
 */
import { actOnTurn, createTurnClock } from '../agent/act-on-turn.ts';
import { createMemoryMirror } from '../ai/memory-mirror.ts';
import type { Recall } from '../ai/recall-entries.ts';
import { createMemory } from '../memory/create-memory.ts';
import type { Embedder } from '../memory/embedder.ts';
import { type Entry, type EntryId, readSources } from '../memory/entry.ts';
import type { Effect, Operation } from '../memory/operation.ts';
import type { Store } from '../memory/store.ts';
import type { Policy } from '../policy/policy.ts';
import type { ShownText } from '../score/shown-text.ts';
import { inMemoryStore } from '../store/in-memory.ts';
import { listTraces } from './list-traces.ts';
import type { MemorySession, MemorySystem } from './memory-system.ts';

export interface PolicySystemOptions {
  /** Default: the policy's name. */
  readonly name?: string;
  /** Adds search by meaning. Default: search by words. */
  readonly embedder?: Embedder;
  /** Finds entries for a question. Default: a search for its words. */
  readonly recall?: Recall;
  /** Whether the questions are known while turns are read, as in the paper. Default: false. */
  readonly questionsKnown?: boolean;
  /** The memory of a stream is the namespace of the stream's id. Default: a store in this process for each stream. */
  readonly store?: Store;
  /** Whether `store.purge` erases entries that the policy deletes from the log. Default: true. */
  readonly purgeDeleted?: boolean;
}

/** Entries are at least this long on average, so that more of them never fit. */
const SHORTEST_ENTRY = 20;

/** Returns a system that runs a policy on a memory. `recallEntries` is what `withMemory` uses. */
export function policySystem(policy: Policy, options: PolicySystemOptions = {}): MemorySystem {
  return {
    name: options.name ?? policy.name,
    open: async (stream) => openPolicySession(policy, stream, options),
  };
}

function openPolicySession(
  policy: Policy,
  { id: namespace, questions, characterCapacity }: Parameters<MemorySystem['open']>[0],
  options: PolicySystemOptions,
): MemorySession {
  const { embedder, store = inMemoryStore() } = options;
  const clock = createTurnClock();
  const memory = createMemory({ store, namespace, clock: clock.now, embedder, characterCapacity });
  const mirror = createMemoryMirror(memory);
  const entries = () => mirror.entries(clock.now());
  const known = options.questionsKnown ? questions.map(({ id, text }) => ({ id, text })) : [];
  let number = 0;
  let probes = 0;

  async function applyAll(operations: readonly Operation[]): Promise<void> {
    if (operations.length === 0) return;
    const effects = await memory.apply(operations, { actor: policy.name });
    const deleted = options.purgeDeleted === false ? [] : effects.flatMap(readDeleted);
    if (deleted.length > 0) await store.purge(namespace, deleted, { time: clock.now(), actor: policy.name });
  }

  return {
    async observe(turn) {
      clock.advance(turn);
      const step = { policy, memory, turn, number, questions: known, characterCapacity, readAll: entries };
      const { operations, usage } = await actOnTurn(step);
      number += 1;
      await applyAll(operations);
      return { modelCalls: usage.modelCalls, tokens: usage.promptTokens + usage.completionTokens };
    },
    async show(question, characters) {
      const limit = Math.ceil(characters / SHORTEST_ENTRY);
      const scratchpad = await memory.scratchpad();
      const found = options.recall
        ? await options.recall({ memory, query: question, entries, characters })
        : await memory.read(question, { limit });
      return placeScratchpad(found.map(toShown), scratchpad && toShown(scratchpad), characters / 2);
    },
    async contents() {
      const scratchpad = await memory.scratchpad();
      return [...(scratchpad ? [scratchpad] : []), ...(await entries())].map(toShown);
    },
    probe: (value) => listTraces(memory, store, `${namespace}/branch-${++probes}`, value),
  };
}

/** Puts the scratchpad after the best results of `room` characters, because it serves all questions at once. */
function placeScratchpad(
  results: readonly ShownText[],
  scratchpad: ShownText | undefined,
  room: number,
): readonly ShownText[] {
  if (scratchpad === undefined) return results;
  let left = room;
  const place = results.findIndex(({ text }) => {
    left -= text.length + 1;
    return left < 0;
  });
  return place < 0
    ? [...results, scratchpad]
    : [...results.slice(0, place), scratchpad, ...results.slice(place)];
}

function toShown(entry: Entry): ShownText {
  return { text: entry.text, sources: readSources(entry) };
}

function readDeleted(effect: Effect): readonly EntryId[] {
  return effect.applied && effect.operation.op === 'delete' && effect.id !== undefined ? [effect.id] : [];
}
