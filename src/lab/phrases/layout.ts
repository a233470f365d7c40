/**
 * The layout of prompts and replies in a closed vocabulary.
 *
 * @module
 */

/** The layout of prompts and replies in a closed vocabulary. Every phrase has a fixed place. */
export interface TokenLayout {
  /** Number of question places while memorising, and of words per question. */
  readonly questions: number;
  readonly questionWords: number;
  /** Number of phrase places in the scratchpad, in the view and in a chunk. */
  readonly scratchpadPhrases: number;
  readonly viewPhrases: number;
  readonly chunkPhrases: number;
  /** Number of words per phrase. Longer entries are truncated. */
  readonly phraseWords: number;
  /** Number of distinct words of the standing query that are shown. */
  readonly queryWords: number;
  /** Maximum number of tokens of a reply, including `end`. */
  readonly replyTokens: number;
  /** Position of a phrase's quote token, which a reply can copy to refer to the phrase. Default `after`. */
  readonly quotes: 'after' | 'before' | 'both';
  /**
   * Word order within a phrase. `object-first` puts the words to match next to the quote token. Default
   * `as-told`.
   */
  readonly order: 'as-told' | 'object-first';
  /** Whether answers are written as a word, or as the quote of a phrase that ends in it. Default `word`. */
  readonly answers: 'word' | 'quote';
  /**
   * Whether answering prompts omit unused sections (`short`), or keep every place as while memorising
   * (`aligned`). With `aligned`, learned positions have the same meaning in both stages. Default `short`.
   */
  readonly asking: 'short' | 'aligned';
}

/** Layout options of the prototype, as a baseline for comparisons. */
export const PLAIN_LAYOUT: Pick<TokenLayout, 'quotes' | 'order' | 'answers' | 'asking'> = {
  quotes: 'after',
  order: 'as-told',
  answers: 'word',
  asking: 'short',
};

/** Sections with quotable phrases, by the letter of their quote tokens. */
export const SECTIONS = ['q', 'n', 'v', 'c'] as const;

export type Section = (typeof SECTIONS)[number];

/** Returns the number of places in a section. */
export function countPlaces(layout: TokenLayout, section: Section): number {
  switch (section) {
    case 'q':
      return layout.questions;
    case 'n':
      return layout.scratchpadPhrases;
    case 'v':
      return layout.viewPhrases;
    case 'c':
      return layout.chunkPhrases;
  }
}

/**
 * Returns the number of tokens of the longer prompt, the one for memorising.
 *
 * @param saved tokens that compounds save in every phrase
 */
export function countPromptTokens(layout: TokenLayout, saved: number): number {
  const quote = layout.quotes === 'both' ? 2 : 1;
  const phrases = layout.scratchpadPhrases + layout.viewPhrases + layout.chunkPhrases;
  const marks = 6; // <task>, <note>, <query>, <view>, <chunk>, <do>
  return (
    marks +
    layout.questions * (layout.questionWords - saved + quote) +
    layout.queryWords +
    phrases * (layout.phraseWords - saved + quote)
  );
}
