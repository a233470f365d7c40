/**
 * The tokens of a word codec: marks of prompts and replies, tools and their inputs, then words.
 *
 * @module
 */
import type { Vocabulary } from '../../engine/engine.ts';

/** Entries that a prompt can show, and that a reply can name by number. */
export const MOST_SLOTS = 12;

/** Tokens that are not words of the task. They come first, in this order, in every vocabulary. */
export const MARKS = {
  end: '<end>',
  unknown: '<unknown>',
  memorise: '<memorise>',
  answer: '<answer>',
  act: '<act>',
  instructions: '<instructions>',
  question: '<question>',
  note: '<note>',
  query: '<query>',
  content: '<content>',
  reply: '<reply>',
  create: '<create>',
  read: '<read>',
  update: '<update>',
  delete: '<delete>',
  line: '<line>',
} as const;

/** The token of a 1-based slot. */
export function slotToken(slot: number): string {
  return `<${slot}>`;
}

/** The token that calls a tool. */
export function toolToken(name: string): string {
  return `<tool ${name}>`;
}

/** The token that opens the value of a tool's input. */
export function inputToken(key: string): string {
  return `<input ${key}>`;
}

/** What a vocabulary is made of, beside its marks. */
export interface VocabularyParts {
  /** Names of tools. */
  readonly tools: Iterable<string>;
  /** Keys of tool inputs. */
  readonly inputs: Iterable<string>;
  readonly words: Iterable<string>;
}

/**
 * Lists the tokens of a vocabulary in a fixed order: ids depend on the sets given and not on their order. Its
 * size is a multiple of 8, as the local engine needs.
 */
export function createWordVocabulary({ tools, inputs, words }: VocabularyParts): Vocabulary {
  const sorted = (names: Iterable<string>): string[] => [...new Set(names)].sort();
  const marks = new Set<string>([
    ...Object.values(MARKS),
    ...Array.from({ length: MOST_SLOTS }, (_, place) => slotToken(place + 1)),
    ...sorted(tools).map(toolToken),
    ...sorted(inputs).map(inputToken),
  ]);
  const named = [...marks, ...sorted(words).filter((word) => !marks.has(word))];
  const unused = -named.length & 7;
  const tokens = [...named, ...Array.from({ length: unused }, (_, place) => `<unused ${place + 1}>`)];
  return { size: tokens.length, tokens };
}
