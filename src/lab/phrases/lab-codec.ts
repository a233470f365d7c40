/**
 * The token codec of the lab.
 *
 * @module
 */
import { type LabOptions, longestChain } from '../options.ts';
import { LAB_WORDS, SUBJECT_RELATION_PAIRS } from '../world.ts';
import { PLAIN_LAYOUT, type TokenLayout } from './layout.ts';
import { createPhraseCodec, type PhraseCodec } from './phrase-codec.ts';

/** Options of the lab's token format. They do not change the task, so formats can be compared. */
export interface LabTokens extends Pick<TokenLayout, 'quotes' | 'order' | 'answers' | 'asking'> {
  /**
   * Whether each valid pair of subject and relation is one token. Matching two words becomes matching one
   * token.
   */
  readonly pairTokens: boolean;
  /** Number of entry places. Default: the lab's `k`. More places allow a larger `k` at test time. */
  readonly viewPhrases?: number;
}

export const PLAIN_TOKENS: LabTokens = { ...PLAIN_LAYOUT, pairTokens: false };

/** Creates the token codec for lab tasks of one shape. Stream length and capacity do not affect it. */
export function createLabCodec(options: LabOptions, tokens: LabTokens = PLAIN_TOKENS): PhraseCodec {
  const { quotes, order, answers, asking, pairTokens, viewPhrases = options.k } = tokens;
  return createPhraseCodec({
    layout: {
      quotes,
      order,
      answers,
      asking,
      viewPhrases,
      questions: options.questions.most,
      questionWords: 1 + longestChain(options),
      scratchpadPhrases: options.scratchpadPhrases,
      chunkPhrases: options.chunkSentences,
      phraseWords: 3,
      queryWords: options.queryWords,
      // Room for a full note, a Read of two chains and two further operations, which is enough for the
      // scripted expert.
      replyTokens: options.scratchpadPhrases + 10,
    },
    words: LAB_WORDS,
    ...(pairTokens && { compounds: SUBJECT_RELATION_PAIRS }),
  });
}
