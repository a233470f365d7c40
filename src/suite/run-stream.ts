/**
 * Runs one memory system over one stream: reads its turns, asks its questions, measures what is shown.
 *
 * @module
 */
import { measureShown } from '../score/measure-shown.ts';
import { forgottenGone, neverSaid } from '../score/memory-contents.ts';
import type { ShownText } from '../score/shown-text.ts';
import { readDate } from '../shared/read-date.ts';
import type { DialogueQuestion } from '../task/dialogue/conversation.ts';
import type { MemoryStream } from '../task/dialogue/memory-stream.ts';
import type { SourceDocument } from '../task/observation.ts';
import { fitBudget, type MemorySession, type MemorySystem } from './memory-system.ts';
import type { MemorySize, QuestionOutcome, StreamOutcome } from './stream-outcome.ts';

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
  options: RunStreamOptions,
): Promise<StreamOutcome> {
  const { stored, signal } = options;
  const { id, questions, dataset } = stream;
  const characterCapacity = stored === undefined ? undefined : Math.floor(stored * countCharacters(stream));
  const session = await system.open({ id, questions, characterCapacity });
  const waiting = Map.groupBy(questions, ({ after }) => after);
  const texts = keepTurnTexts(questions);
  const reader = createReader(session, options);
  const examiner = createExaminer(session, system, texts, options);
  try {
    for (const turn of stream.turns()) {
      signal?.throwIfAborted();
      texts.keep(turn);
      await reader.read(turn);
      await examiner.ask(waiting.get(turn.id));
      waiting.delete(turn.id);
    }
    // Some questions name a turn that is not in the stream. They are asked at the end, too.
    for (const asked of waiting.values()) await examiner.ask(asked);
    return {
      ...{ stream: id, dataset, ...examiner.outcome(), ...(await reader.outcome()) },
      neverSaid: measureNeverSaid(await session.contents(), texts),
    };
  } finally {
    await session.close?.();
  }
}

interface TurnTexts {
  keep(turn: SourceDocument): void;
  /** Returns the text of a turn that was kept. */
  read(id: string): string | undefined;
}

function keepTurnTexts(questions: readonly DialogueQuestion[]): TurnTexts {
  const texts = new Map<string, string>();
  const needed = listNeededTurns(questions);
  return {
    keep({ id, text }) {
      if (needed.has(id) || texts.size < MOST_KEPT_TURNS) texts.set(id, text);
    },
    read: (id) => texts.get(id),
  };
}

interface Reader {
  read(turn: SourceDocument): Promise<void>;
  /** Measures the size of memory once more and returns all measurements. */
  outcome(): Promise<Pick<StreamOutcome, 'size' | 'write' | 'peakBytes' | 'unreadDates'>>;
}

/** Lets a session observe turns, and measures costs and sizes. */
function createReader(session: MemorySession, { now, processBytes }: RunStreamOptions): Reader {
  const write = { turns: 0, characters: 0, milliseconds: 0, modelCalls: 0, tokens: 0 };
  const size: MemorySize[] = [];
  const unreadDates = new Set<string>();
  let nextSize = FIRST_SIZE;
  let peakBytes = processBytes?.() ?? 0;

  async function measureSize(): Promise<void> {
    const contents = await session.contents();
    const characters = contents.reduce((sum, { text }) => sum + text.length, 0);
    size.push({ turn: write.turns, entries: contents.length, characters });
  }

  function measureProcess(): void {
    if (processBytes) peakBytes = Math.max(peakBytes, processBytes());
  }

  return {
    async read(turn) {
      if (unreadDates.size < MOST_UNREAD_DATES) addUnreadDate(unreadDates, turn.title);
      const started = now();
      const spent = await session.observe(turn);
      write.milliseconds += now() - started;
      write.turns += 1;
      write.characters += turn.text.length;
      write.modelCalls += spent?.modelCalls ?? 0;
      write.tokens += spent?.tokens ?? 0;
      if (write.turns % PROCESS_EVERY === 0) measureProcess();
      if (write.turns !== nextSize) return;
      await measureSize();
      nextSize *= 2;
    },
    async outcome() {
      await measureSize();
      measureProcess();
      return {
        size: size.slice(-SIZE_POINTS),
        write: { ...write, milliseconds: round(write.milliseconds) },
        peakBytes: processBytes && peakBytes,
        ...(unreadDates.size > 0 && { unreadDates: [...unreadDates] }),
      };
    },
  };
}

const MOST_UNREAD_DATES = 3;

/** Adds what a title gives as the date of its session if it is no date. */
function addUnreadDate(unread: Set<string>, title: string): void {
  const date = /^Session \d+, (.+)$/.exec(title)?.[1];
  if (date !== undefined && readDate(date) === undefined) unread.add(date);
}

interface Examiner {
  ask(questions: readonly DialogueQuestion[] | undefined): Promise<void>;
  outcome(): Pick<StreamOutcome, 'questions' | 'showMilliseconds'>;
}

/** Asks a session questions, and measures what it shows. */
function createExaminer(
  session: MemorySession,
  system: MemorySystem,
  texts: TurnTexts,
  { characters, now, signal, onShown }: RunStreamOptions,
): Examiner {
  const questions: QuestionOutcome[] = [];
  let showMilliseconds = 0;
  return {
    async ask(asked = []) {
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
          ...measureShown(question, shown, texts.read),
          forgottenGone: await measureForgotten(question, session, shown),
          characters: shown.reduce((sum, { text }) => sum + text.length + 1, 0),
        });
      }
    },
    outcome: () => ({ questions, showMilliseconds: round(showMilliseconds) }),
  };
}

/** Long streams drop turns, so some sources cannot be looked up. Entries with such a source are left out. */
function measureNeverSaid(contents: readonly ShownText[], { read }: TurnTexts): number | undefined {
  const known = contents.filter(({ sources = [] }) => sources.every((id) => read(id) !== undefined));
  return neverSaid(known, read);
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
