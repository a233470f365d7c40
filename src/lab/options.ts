/**
 * Options and presets of lab tasks.
 *
 * @module
 */

/** The shape of a lab task: its stream, its questions and its memory. */
export interface LabOptions {
  /** Number of sentences in the stream. */
  readonly sentences: number;
  /** Number of sentences shown in one step. */
  readonly chunkSentences: number;
  /** Minimum and maximum number of questions per task. */
  readonly questions: { readonly least: number; readonly most: number };
  /** Probabilities of questions with one, two and three hops. They add up to 1. */
  readonly hops: readonly [number, number, number];
  /** Probability that one fact of a question is replaced later in the stream. */
  readonly supersede: number;
  /**
   * Probability that an irrelevant sentence uses a relation that is asked for. At 0, it uses any relation.
   */
  readonly dense: number;
  /** Number of three-word phrases that the scratchpad holds. */
  readonly scratchpadPhrases: number;
  /** Number of distinct words that a query holds. */
  readonly queryWords: number;
  /** Number of entries shown for a query. The paper uses 6. A lab entry is one sentence, so 3 are enough. */
  readonly k: number;
  /**
   * Minimum number of shared words for an entry to be shown. Weaker matches would make the scratchpad
   * unnecessary.
   */
  readonly sharedWords: number;
  /** Maximum number of entries in the store. Further Creates are discarded, as in the paper's capped runs. */
  readonly capacity: number | null;
  /** Maximum number of operations of one reply that are applied. */
  readonly operationLimit: number | null;
}

export type LabPresetName = 'smoke' | 'small' | 'narrow' | 'paper-shape';

const SMALL: LabOptions = {
  sentences: 24,
  chunkSentences: 4,
  questions: { least: 1, most: 2 },
  hops: [0.4, 0.6, 0],
  supersede: 0.5,
  dense: 0,
  scratchpadPhrases: 4,
  queryWords: 9,
  k: 3,
  sharedWords: 2,
  capacity: null,
  operationLimit: null,
};

/**
 * Tasks by preset. `smoke` and `small` have the same tasks. `narrow` has more questions and a smaller
 * scratchpad, so facts must be stored and updated in entries. `paper-shape` has 40 sentences, up to 4
 * questions and up to 3 hops.
 */
export const LAB_PRESETS: Readonly<Record<LabPresetName, LabOptions>> = {
  smoke: SMALL,
  small: SMALL,
  // A fourth entry in the view: three for the questions and one distractor.
  narrow: { ...SMALL, questions: { least: 2, most: 3 }, scratchpadPhrases: 2, k: 4 },
  'paper-shape': {
    ...SMALL,
    sentences: 40,
    questions: { least: 1, most: 4 },
    hops: [0.4, 0.35, 0.25],
    scratchpadPhrases: 8,
    queryWords: 14,
  },
};

/** Stream lengths at which every policy is tested, after the paper's 200, 400 and 800 documents. */
export const LAB_LENGTHS = [1, 2, 4] as const;

/**
 * Returns the options with a stream `factor` times as long. The number of questions and facts does not
 * change.
 */
export function withLength(options: LabOptions, factor: number): LabOptions {
  return { ...options, sentences: options.sentences * factor };
}

/** Returns the options with the maximum number of questions in every task. */
export function withMostQuestions(options: LabOptions): LabOptions {
  const { most } = options.questions;
  return { ...options, questions: { least: most, most } };
}

/** Returns the number of chunks in the stream. */
export function chunkCount(options: LabOptions): number {
  return Math.ceil(options.sentences / options.chunkSentences);
}

/** Returns the number of hops of the longest possible question. */
export function longestChain(options: LabOptions): number {
  return options.hops.findLastIndex((probability) => probability > 0) + 1;
}
