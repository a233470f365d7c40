/**
 * Result types of `ask`.
 *
 * @module
 */
import type { FilePlace } from '../documents/locate.ts';

/** A sentence, row or record of a source. */
export interface EvidenceSentence extends FilePlace {
  readonly text: string;
  /** Title of the document. */
  readonly title: string;
  /** Match score. Higher is better. Comparable only within one question. */
  readonly score: number;
  /** Offsets of the answer in `text`, or `null` if it contains no answer. */
  readonly span: readonly [start: number, end: number] | null;
  /** Whether a later source contradicts it. */
  readonly superseded?: true;
}

export interface QuestionAnswer {
  readonly question: string;
  /** Whether the documents contain an answer. If not, `sentences` are the closest ones. */
  readonly found: boolean;
  /** The short answer, or `null` if the evidence does not support one. */
  readonly answer: string | null;
  /**
   * Estimated probability that `answer` is right, 0 to 1. If `answer` is `null`, that the sentences contain the
   * answer.
   */
  readonly confidence: number;
  /** A short answer that is likely, but not certain enough to state. Show it with "perhaps". */
  readonly guess?: Guess;
  /** The best sentences, best first. */
  readonly sentences: readonly EvidenceSentence[];
}

export interface Guess {
  readonly text: string;
  /** Estimated probability that it is right, 0 to 1. */
  readonly confidence: number;
}
