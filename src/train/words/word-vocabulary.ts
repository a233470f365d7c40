/**
 * The vocabulary of the word codec: marks of prompts and replies, tools and their inputs, then words.
 *
 * @module
 */
import type { Vocabulary } from '../../engine/engine.ts';

/** Maximum number of entries that a prompt shows and a reply can address. */
export const MOST_SLOTS = 12;

/** Tokens that are not words of the task. They come first in every vocabulary, in this order. */
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

/** Returns the token of a 1-based slot. */
export function slotToken(slot: number): string {
  return `<${slot}>`;
}

/** Returns the token that calls a tool. */
export function toolToken(name: string): string {
  return `<tool ${name}>`;
}

/** Returns the token that starts a tool input. */
export function inputToken(key: string): string {
  return `<input ${key}>`;
}

/** The parts of a vocabulary besides its marks. */
export interface VocabularyParts {
  /** Names of tools. */
  readonly tools: Iterable<string>;
  /** Keys of tool inputs. */
  readonly inputs: Iterable<string>;
  readonly words: Iterable<string>;
}

/**
 * Creates a vocabulary. Ids depend on the sets given, not on their order. The size is a multiple of 8, as
 * the local engine requires.
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
