/**
 * The roles of prompt positions.
 *
 * @module
 */
import { countPlaces, type Section, type TokenLayout } from './layout.ts';
import { MARKS, quoteWord } from './phrase-vocabulary.ts';

/** The role of one position of a prompt. */
export interface PromptPlace {
  /** The phrase at this position, named by its quote (`c2`), or `query`, or a mark. */
  readonly phrase: string;
  /** The part of the phrase: `word 1` for its first word, `quote`, or `mark`. */
  readonly part: string;
}

/**
 * Lists the roles of the positions of the longer prompt, the one for memorising.
 *
 * @param saved tokens that compounds save in every phrase
 */
export function promptPlaces(layout: TokenLayout, saved: number): readonly PromptPlace[] {
  const before = layout.quotes === 'after' ? [] : ['quote'];
  const after = layout.quotes === 'before' ? [] : ['quote'];
  const section = (name: Section): readonly PromptPlace[] => {
    const words = name === 'q' ? layout.questionWords : layout.phraseWords;
    const parts = [...before, ...numbered(words - saved), ...after];
    return Array.from({ length: countPlaces(layout, name) }, (_, place) =>
      parts.map((part) => ({ phrase: quoteWord(name, place), part })),
    ).flat();
  };
  const mark = (phrase: string): PromptPlace => ({ phrase, part: 'mark' });
  return [
    mark(MARKS.task),
    ...section('q'),
    mark(MARKS.note),
    ...section('n'),
    mark(MARKS.query),
    ...numbered(layout.queryWords).map((part) => ({ phrase: 'query', part })),
    mark(MARKS.view),
    ...section('v'),
    mark(MARKS.chunk),
    ...section('c'),
    mark(MARKS.act),
  ];
}

function numbered(words: number): readonly string[] {
  return Array.from({ length: words }, (_, place) => `word ${place + 1}`);
}
