import { type LabOptions, longestChain } from '../options.ts';
import { LAB_WORDS, SUBJECT_RELATION_PAIRS } from '../world.ts';
import { PLAIN_LAYOUT, type TokenLayout } from './layout.ts';
import { createPhraseCodec, type PhraseCodec } from './phrase-codec.ts';

/** How the lab is written in tokens: what can be compared without touching the task. */
export interface LabTokens extends Pick<TokenLayout, 'quotes' | 'order' | 'answers' | 'asking'> {
  /** One token for each sensible pair of subject and relation: matching two words becomes matching one. */
  readonly pairTokens: boolean;
  /** Places for entries; default the lab's `k`. More places allow a larger `k` at test time. */
  readonly viewPhrases?: number;
}

export const PLAIN_TOKENS: LabTokens = { ...PLAIN_LAYOUT, pairTokens: false };

/** The token codec of lab tasks of one shape. Lengths of the stream and capacity do not change it. */
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
      // A note of everything, a Read of two chains and two more operations; the scripted expert needs no more.
      replyTokens: options.scratchpadPhrases + 10,
    },
    words: LAB_WORDS,
    ...(pairTokens && { compounds: SUBJECT_RELATION_PAIRS }),
  });
}
