/**
 * What conversations teach the learned conversation policy: what to show, what to keep, what supersedes what.
 *
 * @module
 */
import { actOnTurn, createTurnClock } from '../../agent/act-on-turn.ts';
import { conversationPolicy } from '../../ai/conversation/conversation-policy.ts';
import { type Note, type Notebook, readNotebook } from '../../ai/learned-conversation/note.ts';
import { listPairs } from '../../ai/learned-conversation/pairs.ts';
import { prepareAsked } from '../../ai/learned-conversation/question-features.ts';
import { computeEntryRows, computeQuestionRows } from '../../ai/learned-conversation/rows.ts';
import { findForQuestion } from '../../ai/learned-conversation/searches.ts';
import { createMemory } from '../../memory/create-memory.ts';
import { type Entry, readSources } from '../../memory/entry.ts';
import type { Memory } from '../../memory/memory.ts';
import type { Operation } from '../../memory/operation.ts';
import { intersectWords, listContentWords, listKeyWords } from '../../score/shown-text.ts';
import type { Conversation, DialogueQuestion } from '../../task/dialogue/conversation.ts';
import { listTurnDocuments } from '../../task/dialogue/dialogue.ts';
import type { SourceDocument } from '../../task/observation.ts';

/** Entries that compete for the characters of memory or of a view. */
export interface PlacesLesson {
  readonly rows: readonly Float64Array[];
  readonly sizes: readonly number[];
  /** How much each entry is worth: its part of the evidence. */
  readonly worth: readonly number[];
  /** Characters that memory or the view holds. */
  readonly characters: number;
}

/** A new statement and an older entry. */
export interface PairLesson {
  /** Id of the conversation. */
  readonly conversation: string;
  readonly row: Float64Array;
  readonly isSuperseded: boolean;
}

export interface ConversationLessons {
  readonly show: readonly PlacesLesson[];
  readonly keep: readonly PlacesLesson[];
  readonly pairs: readonly PairLesson[];
}

/** Joins the lessons of several conversations. */
export function joinLessons(lessons: readonly ConversationLessons[]): ConversationLessons {
  return {
    show: lessons.flatMap(({ show }) => show),
    keep: lessons.flatMap(({ keep }) => keep),
    pairs: lessons.flatMap(({ pairs }) => pairs),
  };
}

export interface LessonOptions {
  /** Characters shown for a question. */
  readonly shown: number;
  /** Characters stored as a share of those read, one lesson each. */
  readonly shares: readonly number[];
}

/** Shares of the conversation after which keeping is taught. */
const MOMENTS = [0.34, 0.67, 1];

/** Reads a conversation with the rules and collects lessons from its questions. */
export async function collectLessons(
  conversation: Conversation,
  { shown, shares }: LessonOptions,
): Promise<ConversationLessons> {
  const show: PlacesLesson[] = [];
  const keep: PlacesLesson[] = [];
  const pairs: PairLesson[] = [];
  const { questions } = conversation;
  const turns = listTurnDocuments(conversation);
  const texts = new Map(turns.map(({ id, text }) => [id, text]));
  const replaced = listReplaced(questions);
  const asked = Map.groupBy(questions, ({ after }) => after);
  const moments = new Set(MOMENTS.map((share) => Math.ceil(share * turns.length) - 1));
  const player = openPlayer(conversation.id);
  let read = 0;
  for (const [place, turn] of turns.entries()) {
    read += turn.text.length;
    const observed = await player.observe(turn);
    for (const pair of await collectPairs(player.memory, observed, replaced))
      pairs.push({ ...pair, conversation: conversation.id });
    const after = await player.apply(observed);
    const isLast = place === turns.length - 1;
    const now = [...(asked.get(turn.id) ?? []), ...(isLast ? (asked.get(undefined) ?? []) : [])];
    if (now.length === 0 && !moments.has(place)) continue;
    const book = readNotebook(after);
    const sizes = after.map(({ text }) => text.length + 1);
    for (const question of now) {
      const worth = rateNotes(book, question, texts);
      if (!worth.some((each) => each > 0)) continue;
      const found = await findForQuestion(player.memory, question.text);
      const rows = computeQuestionRows(book, prepareAsked(question.text, book, found));
      show.push({ rows, sizes, worth, characters: shown });
    }
    if (!moments.has(place)) continue;
    const worth = sumWorth(book, questions, texts);
    for (const share of shares)
      keep.push({ rows: computeEntryRows(book), sizes, worth, characters: share * read });
  }
  return { show, keep, pairs };
}

/** A turn that the rules have read, before their operations are applied. */
interface Observed {
  readonly operations: readonly Operation[];
  readonly before: readonly Entry[];
}

interface Player {
  readonly memory: Memory;
  observe(turn: SourceDocument): Promise<Observed>;
  /** Applies the operations and returns the entries. */
  apply(observed: Observed): Promise<readonly Entry[]>;
}

/** Opens a memory that the rules manage without a limit. */
function openPlayer(namespace: string): Player {
  const clock = createTurnClock();
  const memory = createMemory({ namespace, clock: clock.now });
  const policy = conversationPolicy();
  let entries: readonly Entry[] = [];
  let number = 0;
  return {
    memory,
    async observe(turn) {
      clock.advance(turn);
      const before = entries;
      const { operations } = await actOnTurn({ policy, memory, turn, number, readAll: async () => before });
      number += 1;
      return { operations, before };
    },
    async apply({ operations }) {
      if (operations.length === 0) return entries;
      await memory.apply(operations, { actor: policy.name });
      entries = await memory.entries();
      return entries;
    },
  };
}

/** Turns that state a new value, with the turns that state the old ones. */
function listReplaced(questions: readonly DialogueQuestion[]): ReadonlyMap<string, ReadonlySet<string>> {
  const replaced = new Map<string, Set<string>>();
  for (const { current, superseded } of questions)
    for (const turn of current?.turns ?? []) {
      const old = replaced.get(turn) ?? new Set();
      for (const each of superseded?.turns ?? []) if (!current?.turns.includes(each)) old.add(each);
      replaced.set(turn, old);
    }
  return replaced;
}

/** Compares new statements with older entries, as the policy does before it applies its operations. */
async function collectPairs(
  memory: Memory,
  { operations, before }: Pick<Observed, 'operations' | 'before'>,
  replaced: ReadonlyMap<string, ReadonlySet<string>>,
): Promise<readonly Omit<PairLesson, 'conversation'>[]> {
  const pairs = await listPairs(memory, operations, before);
  return pairs.map(({ row, next, before: { turn } }) => ({
    row,
    isSuperseded: replaced.get(next.turn)?.has(turn) ?? false,
  }));
}

/** Rates each note by its part of the evidence of a question: the words that the evidence shares with the answer. */
export function rateNotes(
  { notes }: Notebook,
  { support, answers, text }: DialogueQuestion,
  texts: ReadonlyMap<string, string>,
): readonly number[] {
  const keys = new Map(
    support.map((turn) => [turn, listKeyWords(texts.get(turn) ?? '', [answers.join(' '), text])] as const),
  );
  return notes.map((note) => {
    let worth = 0;
    for (const source of listSources(note)) {
      const key = keys.get(source);
      if (key === undefined || key.size === 0) continue;
      worth += intersectWords(key, listContentWords(note.entry.text)).size / key.size;
    }
    return worth / Math.max(1, support.length);
  });
}

function listSources({ entry, turn }: Note): readonly string[] {
  const sources = readSources(entry);
  return sources.length > 0 ? sources : [turn];
}

/** Adds the worth over all questions: what is asked later is unknown while reading. */
function sumWorth(
  book: Notebook,
  questions: readonly DialogueQuestion[],
  texts: ReadonlyMap<string, string>,
): readonly number[] {
  const sum = book.notes.map(() => 0);
  for (const question of questions)
    rateNotes(book, question, texts).forEach((worth, place) => {
      sum[place]! += worth;
    });
  return sum.map((worth) => Math.min(1, worth));
}
