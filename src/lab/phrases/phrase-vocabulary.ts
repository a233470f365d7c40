/**
 * The closed vocabulary of the phrase codec.
 *
 * @module
 */
import { AtomMemError } from '../../shared/error.ts';
import { countPlaces, SECTIONS, type Section, type TokenLayout } from './layout.ts';

/** The words of a closed vocabulary and their ids. */
export interface WordVocabulary {
  readonly tokens: readonly string[];
  /** Number of ids, a multiple of 8 as engines prefer. Unused ids come last. */
  readonly size: number;
  id(word: string): number | undefined;
}

/** Marks that start the sections of a prompt, and the filler of empty places. */
export const MARKS = {
  nothing: '_',
  task: '<task>',
  ask: '<ask>',
  note: '<note>',
  query: '<query>',
  view: '<view>',
  chunk: '<chunk>',
  act: '<do>',
  answer: '<answer>',
} as const;

/** A reply token that starts an operation, with its slot if it has one. */
export interface Verb {
  readonly name: 'create' | 'note' | 'read' | 'update' | 'delete' | 'answer';
  readonly slot: number | null;
}

export const END = 'end';

/** Returns the quote token of a phrase: `c2` is the second sentence of the chunk. */
export function quoteWord(section: Section, place: number): string {
  return `${section}${place + 1}`;
}

/** Lists the verbs of a layout. Update and Delete have one token per slot. */
export function listVerbs(layout: TokenLayout): ReadonlyMap<string, Verb> {
  const slots = Array.from({ length: layout.viewPhrases }, (_, place) => place + 1);
  const plain = (['create', 'note', 'read', 'answer'] as const).map((name): [string, Verb] => [
    name,
    { name, slot: null },
  ]);
  const slotted = (['update', 'delete'] as const).flatMap((name) =>
    slots.map((slot): [string, Verb] => [`${name}${slot}`, { name, slot }]),
  );
  return new Map([...plain, ...slotted]);
}

/**
 * Creates a vocabulary: the marks, quotes and verbs of a layout, then the words of the world.
 *
 * @param compounds word pairs written as one token ("Ada works-for")
 * @throws AtomMemError `bad-argument` if a word occurs twice, because ids would be ambiguous
 */
export function createVocabulary(
  layout: TokenLayout,
  words: readonly string[],
  compounds: readonly string[],
): WordVocabulary {
  const quotes = SECTIONS.flatMap((section) =>
    Array.from({ length: countPlaces(layout, section) }, (_, place) => quoteWord(section, place)),
  );
  const named = [
    ...Object.values(MARKS),
    ...quotes,
    ...listVerbs(layout).keys(),
    END,
    ...words,
    ...compounds,
  ];
  const ids = new Map(named.map((word, id) => [word, id]));
  if (ids.size !== named.length) {
    const twice = named.find((word, id) => ids.get(word) !== id);
    throw new AtomMemError('bad-argument', {
      problem: `the word "${twice}" occurs twice in the vocabulary`,
      remedy: 'Rename one',
      details: { option: 'words', value: twice },
    });
  }
  const size = Math.ceil(named.length / 8) * 8;
  const unused = Array.from({ length: size - named.length }, (_, place) => `<unused-${place + 1}>`);
  return { tokens: [...named, ...unused], size, id: (word) => ids.get(word) };
}
