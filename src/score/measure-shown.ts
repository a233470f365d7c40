/**
 * Measures, without a model, what memory shows for a question about a conversation.
 *
 * @module
 */
import type { DialogueQuestion, Expectation } from '../task/dialogue/conversation.ts';
import { answerInMemory } from './answer-in-memory.ts';
import {
  holdsValue,
  intersectWords,
  isUnspaced,
  listContentWords,
  listKeyWords,
  removePast,
  type ShownText,
  subtractWords,
} from './shown-text.ts';

/** Shares from 0 to 1. A measure is absent if the question does not decide it. */
export interface ShownMeasures {
  /** Share of the evidence turns that are shown. */
  readonly evidenceShown?: number;
  /** 1 if an accepted answer occurs in a shown text. */
  readonly answerShown?: number;
  /** 1 if the shown texts hold a larger part of the correct option's words than of any other option's. */
  readonly optionShown?: number;
  /** 1 if the current value is shown and not marked as past. */
  readonly currentShown?: number;
  /** 1 if a superseded value is shown without a mark. Lower is better. */
  readonly supersededShown?: number;
  /** 1 if both sides of a contradiction are shown. */
  readonly contradictionShown?: number;
}

/** Returns the text of a turn by its document id. */
export type ReadTurn = (id: string) => string | undefined;

/**
 * Measures the texts shown for a question.
 *
 * - `evidenceShown`: a turn is shown if the texts that name it as their source hold at least half of the words it
 *   shares with the answer (or else with the question, or else all its content words).
 * - `currentShown`: a shown text, without what it marks as past, holds a current value. If the data names turns
 *   instead of values, a text of the current turn must hold half of the words that this turn shares with the answer.
 * - `supersededShown`: the same for superseded values. If the data names turns, a text of an old turn counts if it
 *   holds a figure that only the old turn has, or any text of it if there is none. Turns that are also current are
 *   left out.
 * - `optionShown`: the part of an option's content words that the shown texts hold is largest for the correct option.
 *
 * Texts without sources count for every turn whose words they hold.
 */
export function measureShown(
  question: DialogueQuestion,
  shown: readonly ShownText[],
  readTurn: ReadTurn,
): ShownMeasures {
  const { support, current, superseded, sides } = question;
  const told = shown.map(({ text, sources }) => ({ text: removePast(text), sources }));
  const isShown = (turn: string): boolean => isTurnShown(turn, question, shown, readTurn);
  const old = superseded && withoutCurrent(superseded, current);
  return {
    evidenceShown: support.length === 0 ? undefined : support.filter(isShown).length / support.length,
    answerShown: toShare(isAnswerShown(question, shown)),
    optionShown: toShare(isOptionShown(question, shown)),
    currentShown: current && toShare(isCurrentShown(current, superseded, question, told, readTurn)),
    supersededShown: old && toShare(isSupersededShown(old, current, told, readTurn)),
    contradictionShown: sides && toShare(sides.every(({ turns }) => turns.some(isShown))),
  };
}

/** Answers in scripts without spaces occur inside longer runs of characters. */
function isAnswerShown(question: DialogueQuestion, shown: readonly ShownText[]): boolean | undefined {
  const unspaced = question.answers.filter(isUnspaced);
  if (shown.some(({ text }) => unspaced.some((answer) => holdsValue(text, answer)))) return true;
  return answerInMemory(question, { scratchpad: '', entries: shown as never });
}

/** A tie with another option counts as not shown. */
function isOptionShown(
  { options = [], answers }: DialogueQuestion,
  shown: readonly ShownText[],
): boolean | undefined {
  const right = options.filter((option) => answers.includes(option));
  if (right.length !== 1 || options.length < 2) return undefined;
  const held = listContentWords(shown.map(({ text }) => text).join('\n'));
  const cover = (option: string): number => {
    const words = listContentWords(option);
    return words.size === 0 ? 0 : intersectWords(words, held).size / words.size;
  };
  const most = Math.max(...options.filter((option) => option !== right[0]).map(cover));
  return cover(right[0]!) > most;
}

function isTurnShown(
  turn: string,
  question: DialogueQuestion,
  shown: readonly ShownText[],
  readTurn: ReadTurn,
): boolean {
  const key = listKeyWords(readTurn(turn) ?? '', [question.answers.join(' '), question.text]);
  return key.size > 0 && coverWords(key, ofTurn(turn, shown)) >= 0.5;
}

function ofTurn(turn: string, shown: readonly ShownText[]): readonly ShownText[] {
  return shown.filter(({ sources }) => sources === undefined || sources.includes(turn));
}

function coverWords(words: ReadonlySet<string>, shown: readonly ShownText[]): number {
  const held = listContentWords(shown.map(({ text }) => text).join('\n'));
  return intersectWords(words, held).size / words.size;
}

function isCurrentShown(
  { turns, values }: Expectation,
  superseded: Expectation | undefined,
  question: DialogueQuestion,
  told: readonly ShownText[],
  readTurn: ReadTurn,
): boolean {
  if (values !== undefined) return told.some(({ text }) => values.some((value) => holdsValue(text, value)));
  const before = listContentWords((superseded?.turns ?? []).map((turn) => readTurn(turn) ?? '').join('\n'));
  return turns.some((turn) => {
    const shared = listKeyWords(readTurn(turn) ?? '', [question.answers.join(' '), question.text]);
    const fresh = subtractWords(shared, before);
    const key = fresh.size > 0 ? fresh : shared;
    return key.size > 0 && coverWords(key, ofTurn(turn, told)) >= 0.5;
  });
}

function isSupersededShown(
  { turns, values }: Expectation,
  current: Expectation | undefined,
  told: readonly ShownText[],
  readTurn: ReadTurn,
): boolean {
  if (values !== undefined) return told.some(({ text }) => values.some((value) => holdsValue(text, value)));
  const now = listContentWords((current?.turns ?? []).map((turn) => readTurn(turn) ?? '').join('\n'));
  return turns.some((turn) => {
    const figures = [...subtractWords(listContentWords(readTurn(turn) ?? ''), now)].filter((word) =>
      /\d/.test(word),
    );
    const texts = ofTurn(turn, told).filter(({ text }) => listContentWords(text).size > 0);
    if (figures.length === 0) return texts.length > 0;
    return texts.some(({ text }) => intersectWords(listContentWords(text), new Set(figures)).size > 0);
  });
}

/** Golds name a turn as both old and current where it holds both values. Such a turn decides nothing. */
function withoutCurrent(superseded: Expectation, current: Expectation | undefined): Expectation | undefined {
  if (superseded.values !== undefined) return superseded;
  const turns = superseded.turns.filter((turn) => !current?.turns.includes(turn));
  return turns.length === 0 ? undefined : { turns };
}

function toShare(value: boolean | undefined): number | undefined {
  return value === undefined ? undefined : Number(value);
}
