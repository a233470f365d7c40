/**
 * Runs one memory system over one stream: reads its turns, asks its questions, measures what is shown.
 *
 * @module
 */
import { measureShown, type ShownMeasures } from '../score/measure-shown.ts';
import { forgottenGone, neverSaid } from '../score/memory-contents.ts';
import type { ShownText } from '../score/shown-text.ts';
import { readDate } from '../shared/read-date.ts';
import type { DialogueQuestion } from '../task/dialogue/conversation.ts';
import type { MemoryStream } from '../task/dialogue/memory-stream.ts';
import { fitBudget, type MemorySession, type MemorySystem } from './memory-system.ts';

/** What one system showed for one question. */
export interface QuestionOutcome extends ShownMeasures {
  readonly id: string;
  readonly ability: string;
  readonly forgottenGone?: number;
  /** Characters shown. */
  readonly characters: number;
}

/** Size of memory after a number of turns. */
export interface MemorySize {
  readonly turn: number;
  readonly entries: number;
  readonly characters: number;
}

export interface WritePathCost {
  readonly turns: number;
  /** Characters of all turns. */
  readonly characters: number;
  readonly milliseconds: number;
  readonly modelCalls: number;
  readonly tokens: number;
}

/** The outcome of one system on one stream. */
export interface StreamOutcome {
  readonly stream: string;
  readonly dataset: string;
  readonly questions: readonly QuestionOutcome[];
  /** Up to ten measurements. The last one is at the end. */
  readonly size: readonly MemorySize[];
  /** Share of entries whose words are not in their sources. Absent if memory is empty. */
  readonly neverSaid?: number;
  readonly write: WritePathCost;
  /** Largest size of the process in bytes, if measured. */
  readonly peakBytes?: number;
  readonly showMilliseconds: number;
  /** Up to three dates of sessions that `readDate` cannot read. Absent if it reads all. */
  readonly unreadDates?: readonly string[];
}

export interface RunStreamOptions {
  /** Characters shown for a question. */
  readonly characters: number;
  /** Most characters that memory may hold, as a share of the stream's. Default: no limit. */
  readonly stored?: number;
  /** Milliseconds of a steady clock. */
  readonly now: () => number;
  /** Returns the size of the process in bytes. Called now and then. */
  readonly processBytes?: () => number;
  readonly signal?: AbortSignal;
  /** Is called with each question and the texts shown. For inspection. */
  readonly onShown?: (question: DialogueQuestion, shown: readonly ShownText[]) => void;
}

/** Number of measurements of size that are kept. They are made at this turn, then at twice as many each time. */
const SIZE_POINTS = 10;
const FIRST_SIZE = 16;

/** Turns between two looks at the size of the process. */
const PROCESS_EVERY = 256;

/** Turns kept in memory for the measures if the questions name none of them, as in streams of needles. */
const MOST_KEPT_TURNS = 20_000;

/**
 * Runs a system over a stream. Turns come one at a time; each question is asked after the turn that it names, or at
 * the end.
 */
export async function runStream(
  stream: MemoryStream,
  system: MemorySystem,
  { characters, stored, now, processBytes, signal, onShown }: RunStreamOptions,
): Promise<StreamOutcome> {
  const characterCapacity = stored === undefined ? undefined : Math.floor(stored * countCharacters(stream));
  const { id, questions: known } = stream;
  const session = await system.open({ id, questions: known, characterCapacity });
  const turns = new Map<string, string>();
  const needed = listNeededTurns(stream.questions);
  const waiting = Map.groupBy(stream.questions, ({ after }) => after);
  const questions: QuestionOutcome[] = [];
  const size: MemorySize[] = [];
  const cost = { turns: 0, characters: 0, milliseconds: 0, modelCalls: 0, tokens: 0 };
  let showMilliseconds = 0;
  const unreadDates = new Set<string>();
  let nextSize = FIRST_SIZE;
  let peakBytes = processBytes?.();

  const ask = async (asked: readonly DialogueQuestion[] = []): Promise<void> => {
    for (const question of asked) {
      signal?.throwIfAborted();
      const started = now();
      const found = await session.show(question.text, characters);
      showMilliseconds += now() - started;
      const shown = system.unlimited ? found : fitBudget(found, characters);
      onShown?.(question, shown);
      questions.push({
        id: question.id,
        ability: question.type ?? 'other',
        ...measureShown(question, shown, (id) => turns.get(id)),
        forgottenGone: await measureForgotten(question, session, shown),
        characters: shown.reduce((sum, { text }) => sum + text.length + 1, 0),
      });
    }
  };

  const measureSize = async (): Promise<readonly ShownText[]> => {
    const contents = await session.contents();
    const held = contents.reduce((sum, { text }) => sum + text.length, 0);
    size.push({ turn: cost.turns, entries: contents.length, characters: held });
    return contents;
  };

  try {
    for (const turn of stream.turns()) {
      signal?.throwIfAborted();
      if (needed.has(turn.id) || turns.size < MOST_KEPT_TURNS) turns.set(turn.id, turn.text);
      if (unreadDates.size < MOST_UNREAD_DATES) addUnreadDate(unreadDates, turn.title);
      const started = now();
      const spent = await session.observe(turn);
      cost.milliseconds += now() - started;
      cost.turns += 1;
      cost.characters += turn.text.length;
      cost.modelCalls += spent?.modelCalls ?? 0;
      cost.tokens += spent?.tokens ?? 0;
      if (processBytes && cost.turns % PROCESS_EVERY === 0) peakBytes = Math.max(peakBytes!, processBytes());
      if (cost.turns === nextSize) {
        await measureSize();
        nextSize *= 2;
      }
      await ask(waiting.get(turn.id));
      waiting.delete(turn.id);
    }
    // Some questions name a turn that is not in the stream. They are asked at the end, too.
    for (const asked of waiting.values()) await ask(asked);
    const contents = await measureSize();
    return {
      stream: stream.id,
      dataset: stream.dataset,
      questions,
      size: size.slice(-SIZE_POINTS),
      neverSaid: neverSaid(
        // Long streams drop turns, so some sources cannot be looked up.
        contents.filter(({ sources = [] }) => sources.every((id) => turns.has(id))),
        (id) => turns.get(id),
      ),
      write: { ...cost, milliseconds: round(cost.milliseconds) },
      peakBytes: processBytes && Math.max(peakBytes!, processBytes()),
      showMilliseconds: round(showMilliseconds),
      ...(unreadDates.size > 0 && { unreadDates: [...unreadDates] }),
    };
  } finally {
    await session.close?.();
  }
}

const MOST_UNREAD_DATES = 3;

/** Adds what a title gives as the date of its session if it is no date. */
function addUnreadDate(unread: Set<string>, title: string): void {
  const date = /^Session \d+, (.+)$/.exec(title)?.[1];
  if (date !== undefined && readDate(date) === undefined) unread.add(date);
}

function countCharacters(stream: MemoryStream): number {
  let characters = 0;
  for (const { text } of stream.turns()) characters += text.length;
  return characters;
}

function listNeededTurns(questions: readonly DialogueQuestion[]): ReadonlySet<string> {
  return new Set(
    questions.flatMap(({ support, current, superseded, forgotten, sides = [] }) => [
      ...support,
      ...[current, superseded, forgotten, ...sides].flatMap((expectation) => expectation?.turns ?? []),
    ]),
  );
}

async function measureForgotten(
  { forgotten }: DialogueQuestion,
  session: MemorySession,
  shown: readonly ShownText[],
): Promise<number | undefined> {
  if (forgotten?.values === undefined) return undefined;
  const probed = await Promise.all(forgotten.values.map((value) => session.probe?.(value) ?? []));
  return forgottenGone(forgotten, [...shown, ...(await session.contents()), ...probed.flat()]);
}

function round(value: number): number {
  return Math.round(value * 100) / 100;
}
