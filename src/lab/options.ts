/** The shape of a lab task: its stream, its questions, and the memory that it is played with. */
export interface LabOptions {
  /** Sentences of the stream. */
  readonly sentences: number;
  /** Sentences shown in one step. */
  readonly chunkSentences: number;
  /** Fewest and most questions of a task. */
  readonly questions: { readonly least: number; readonly most: number };
  /** Probability of a question with one, two, three hops; they add up to 1. */
  readonly hops: readonly [number, number, number];
  /** Probability that one fact of a question is replaced later in the stream. */
  readonly supersede: number;
  /** Probability that an irrelevant sentence uses a relation that is asked for. 0: any relation alike. */
  readonly dense: number;
  /** Phrases of three words that the scratchpad holds. */
  readonly scratchpadPhrases: number;
  /** Different words that a query holds. */
  readonly queryWords: number;
  /** Entries shown for a query. The paper's is 6; a lab entry is one sentence, and 3 are enough. */
  readonly k: number;
  /** Shared words below which an entry is not shown: weak matches would make the scratchpad useless. */
  readonly sharedWords: number;
  /** Most entries in the store; a Create beyond is discarded, as in the paper's capped runs. */
  readonly capacity: number | null;
  /** Most operations of one reply that are carried out. */
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
 * Tasks by preset. `smoke` and `small` share one. `narrow` asks more and notes less: what the scratchpad
 * cannot hold must be stored, and kept up to date there. `paper-shape` has 40 sentences, 4 questions, 3 hops.
 */
export const LAB_PRESETS: Readonly<Record<LabPresetName, LabOptions>> = {
  smoke: SMALL,
  small: SMALL,
  // A fourth place in the view: three questions and an entry that only looks like one of theirs.
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

/** Stream lengths that every policy is tested at: the paper's 200, 400 and 800 documents. */
export const LAB_LENGTHS = [1, 2, 4] as const;

/** The same task with a stream `factor` times as long; questions and their facts stay as many. */
export function withLength(options: LabOptions, factor: number): LabOptions {
  return { ...options, sentences: options.sentences * factor };
}

/** The same task, always with as many questions as it can have. */
export function withMostQuestions(options: LabOptions): LabOptions {
  const { most } = options.questions;
  return { ...options, questions: { least: most, most } };
}

/** Chunks of the stream. */
export function chunkCount(options: LabOptions): number {
  return Math.ceil(options.sentences / options.chunkSentences);
}

/** Hops of the longest question that can be drawn. */
export function longestChain(options: LabOptions): number {
  return options.hops.findLastIndex((probability) => probability > 0) + 1;
}
