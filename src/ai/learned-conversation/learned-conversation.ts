/**
 * `learnedConversation`: a small network decides what a conversation leaves in memory and what is shown.
 *
 * @module
 */
import { HEAD, type Head, runNetwork } from '../../learned/network.ts';
import type { Entry, EntryId } from '../../memory/entry.ts';
import type { Operation } from '../../memory/operation.ts';
import { makeRoom } from '../../policy/make-room.ts';
import type { Policy, PolicyContext } from '../../policy/policy.ts';
import { conversationPolicy } from '../conversation/conversation-policy.ts';
import { addPastMark, PAST_MARK } from '../conversation/draft.ts';
import { hideOldValues } from '../conversation/hide-old-values.ts';
import type { Recall } from '../recall-entries.ts';
import { type ConversationWeights, loadConversationWeights } from './conversation-weights.ts';
import { type Note, readNotebook } from './note.ts';
import { listPairs } from './pairs.ts';
import { prepareAsked } from './question-features.ts';
import { computeEntryRows, computeQuestionRows } from './rows.ts';
import { findForQuestion } from './searches.ts';

/** Options of `learnedConversation`. */
export interface LearnedConversationOptions {
  /** Default: the shipped weights, trained on BEAM and on generated conversations. */
  readonly weights?: ConversationWeights;
  /** Whether later statements change or mark older entries. Default: true. */
  readonly updates?: boolean;
  /** Whether older entries are deleted if memory is full. Otherwise new ones are left out. Default: true. */
  readonly deletes?: boolean;
}

/** A policy, and the recall that shows what it stores. */
export interface LearnedConversation {
  readonly policy: Policy;
  readonly recall: Recall;
}

/**
 * Creates a policy and a recall for conversations whose later questions are unknown. The rules of `conversationPolicy`
 * read each turn. A network with one hidden layer decides three things: which older entries a new statement supersedes
 * (Update), which entries go when memory is full (Delete), and which entries a question needs.
 *
 * It needs no language model and is deterministic. It expects English. Limit memory with `capacity` or
 * `characterCapacity`.
 *
 * @example
 * import { createMemory } from 'atommem';
 * import { withMemory } from 'atommem/ai';
 *
 * const memory = createMemory({ characterCapacity: 20_000 });
 * const model = withMemory(openai('gpt-5'), { memory, ...learnedConversation() });
 */
export function learnedConversation(options: LearnedConversationOptions = {}): LearnedConversation {
  const { weights, updates = true, deletes = true } = options;
  const rules = conversationPolicy();
  const loadScore = async (): Promise<Score> => {
    const { network } = weights ?? (await loadConversationWeights());
    return (row, head) => runNetwork(network, row).logits[HEAD[head]]!;
  };
  const policy: Policy = {
    name: 'learned',
    settings: { weights: weights?.origin ?? 'shipped', updates, deletes },
    unit: 'turn',
    async act(observation, context) {
      const unlimited = { ...context, capacity: undefined, characterCapacity: undefined };
      const reply = await rules.act(observation, unlimited);
      if (observation.stage !== 'memorise' || reply.operations.length === 0) return reply;
      const score = await loadScore();
      const entries = await context.readAll();
      const written = updates ? reply.operations : reply.operations.flatMap(avoidUpdate);
      const marked = updates ? await markSuperseded(written, entries, context, score) : [];
      const rate = (after: readonly Entry[]): readonly number[] =>
        computeEntryRows(readNotebook(after)).map((row) => score(row, 'keep'));
      const operations = [...marked, ...written];
      return { ...reply, operations: makeRoom({ operations, entries, context, rate, deletes }) };
    },
  };
  const recall: Recall = async ({ memory, query, entries, signal }) => {
    const score = await loadScore();
    const all = await entries();
    const found = await findForQuestion(memory, query, signal);
    const book = readNotebook(all);
    const rows = computeQuestionRows(book, prepareAsked(query, book, found));
    const ranked = all
      .map((entry, place) => ({ entry, rank: score(rows[place]!, 'show') }))
      .sort((one, other) => other.rank - one.rank);
    return hideOldValues(
      query,
      ranked.map(({ entry }) => entry),
    );
  };
  return { policy, recall };
}

/** Returns an output of the network for a row. */
type Score = (row: Float64Array, head: Head) => number;

/** Marks the older entries that new statements supersede. */
async function markSuperseded(
  operations: readonly Operation[],
  entries: readonly Entry[],
  context: PolicyContext,
  score: Score,
): Promise<readonly Operation[]> {
  const marked = new Map<EntryId, Operation>();
  for (const { next, before, row } of await listPairs(context, operations, entries))
    if (!marked.has(before.entry.id) && score(row, 'merge') > 0)
      marked.set(before.entry.id, markPast(before, next));
  return [...marked.values()];
}

/** Writes a changed text as a new entry instead, and leaves out marks. */
function avoidUpdate(operation: Operation): readonly Operation[] {
  if (operation.op !== 'update') return [operation];
  const { text, meta } = operation;
  return PAST_MARK.test(text) ? [] : [{ op: 'create', text, meta }];
}

/** Marks an entry as the rules do: "Until 2026-05-03: …". */
function markPast({ entry }: Note, { entry: next }: Note): Operation {
  const until = typeof next.meta.said === 'string' ? next.meta.said : '';
  return {
    op: 'update',
    target: { id: entry.id },
    text: addPastMark(entry.text, until),
    meta: { ...entry.meta, until, replacedBy: next.meta.sources ?? [] },
  };
}
