/**
 * Runs a policy as a memory system: the policy reads turns, memory applies its operations, a search shows entries.
 *
 * @module
 */
import { createMemoryMirror } from '../ai/memory-mirror.ts';
import type { Recall } from '../ai/recall-entries.ts';
import { createMemory } from '../memory/create-memory.ts';
import type { Embedder } from '../memory/embedder.ts';
import { type Entry, type EntryId, readSources } from '../memory/entry.ts';
import type { Effect } from '../memory/operation.ts';
import type { Store } from '../memory/store.ts';
import type { Policy } from '../policy/policy.ts';
import type { ShownText } from '../score/shown-text.ts';
import { readDate } from '../shared/read-date.ts';
import { inMemoryStore } from '../store/in-memory.ts';
import type { SourceDocument } from '../task/observation.ts';
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
  stream: Parameters<MemorySystem['open']>[0],
  {
    embedder,
    recall,
    questionsKnown = false,
    store = inMemoryStore(),
    purgeDeleted = true,
  }: PolicySystemOptions,
): MemorySession {
  const { characterCapacity } = stream;
  let now = 0;
  const memory = createMemory({ store, namespace: stream.id, clock: () => now, embedder, characterCapacity });
  const mirror = createMemoryMirror(memory);
  const entries = () => mirror.entries(now);
  const questions = questionsKnown ? stream.questions.map(({ id, text }) => ({ id, text })) : [];
  let number = 0;
  let probes = 0;

  return {
    async observe(turn) {
      now = Math.max(now + 1, readTime(turn));
      const view = await memory.observe();
      const { operations, usage } = await policy.act(
        {
          stage: 'memorise',
          questions,
          chunk: {
            index: number,
            count: number + 1,
            text: turn.title === '' ? turn.text : `${turn.title}\n${turn.text}`,
            documents: [turn],
          },
          turn: 0,
          readsUsed: 0,
          readsLeft: 0,
        },
        {
          ...{ view, step: number, characterCapacity },
          read: (query, limits) => memory.read(query, limits),
          readAll: entries,
        },
      );
      number += 1;
      if (operations.length > 0) {
        const effects = await memory.apply(operations, { actor: policy.name });
        const deleted = purgeDeleted ? effects.flatMap(readDeleted) : [];
        if (deleted.length > 0) await store.purge(stream.id, deleted, { time: now, actor: policy.name });
      }
      return { modelCalls: usage.modelCalls, tokens: usage.promptTokens + usage.completionTokens };
    },
    async show(question, characters) {
      const limit = Math.ceil(characters / SHORTEST_ENTRY);
      const scratchpad = await memory.scratchpad();
      const found = recall
        ? await recall({ memory, query: question, entries, characters })
        : await memory.read(question, { limit });
      return placeScratchpad(found.map(toShown), scratchpad && toShown(scratchpad), characters / 2);
    },
    async contents() {
      const scratchpad = await memory.scratchpad();
      return [...(scratchpad ? [scratchpad] : []), ...(await entries())].map(toShown);
    },
    probe: (value) => listTraces(memory, store, `${stream.id}/branch-${++probes}`, value),
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

function readTime({ title }: SourceDocument): number {
  const date = readDate(title);
  return date === undefined ? 0 : Date.parse(`${date}T00:00:00Z`);
}
