/** How prompts and replies in a closed vocabulary are laid out. Every phrase has a fixed place. */
export interface TokenLayout {
  /** Places for questions while memorising, and words of each. */
  readonly questions: number;
  readonly questionWords: number;
  /** Places for phrases in the scratchpad, in the view and in a chunk. */
  readonly scratchpadPhrases: number;
  readonly viewPhrases: number;
  readonly chunkPhrases: number;
  /** Words of such a phrase; longer entries are shown cut. */
  readonly phraseWords: number;
  /** Different words of the standing query that are shown. */
  readonly queryWords: number;
  /** Most tokens of a reply, `end` included. */
  readonly replyTokens: number;
  /** Where a phrase's quote token stands: it can be copied to say "these words". Default `after`. */
  readonly quotes: 'after' | 'before' | 'both';
  /** Order in which the words of a phrase are written. Default `as-told`; `object-first` puts the words that are matched next to the quote token. */
  readonly order: 'as-told' | 'object-first';
  /** Answers are written as a word, or as the quote of a phrase that ends in it. Default `word`. */
  readonly answers: 'word' | 'quote';
  /**
   * Prompts of the answering stage leave out what they have no use for, or keep every place where it is while
   * memorising, so that learned positions mean the same in both. Default `short`.
   */
  readonly asking: 'short' | 'aligned';
}

/** The remedies that can be compared by configuration, with the prototype's choice as default. */
export const PLAIN_LAYOUT: Pick<TokenLayout, 'quotes' | 'order' | 'answers' | 'asking'> = {
  quotes: 'after',
  order: 'as-told',
  answers: 'word',
  asking: 'short',
};

/** Sections whose phrases can be quoted, with the letter of their quote tokens. */
export const SECTIONS = ['q', 'n', 'v', 'c'] as const;

export type Section = (typeof SECTIONS)[number];

/** Places of a section. */
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
 * Tokens of the longer of the two prompts: the one while memorising.
 *
 * @param saved tokens that compounds save in every phrase.
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
