/**
 * What `ask` returns for a question.
 *
 * @module
 */
import type { FilePlace } from '../documents/locate.ts';

/** A sentence, row or record of a source. */
export interface EvidenceSentence extends FilePlace {
  readonly text: string;
  /** Title of the document. */
  readonly title: string;
  /** How well it matches. Higher is better; comparable within one question only. */
  readonly score: number;
  /** Offsets of the answer in `text`, or `null` if no stretch of it answers. */
  readonly span: readonly [start: number, end: number] | null;
  /** A later source says something else. */
  readonly superseded?: true;
}

export interface QuestionAnswer {
  readonly question: string;
  /** Whether the documents hold an answer. If not, `sentences` are the nearest ones. */
  readonly found: boolean;
  /** The short answer, or `null` if the evidence does not support one. */
  readonly answer: string | null;
  /** Estimated probability that `answer` is right, 0 to 1. Without one: that the sentences hold the answer. */
  readonly confidence: number;
  /** The best sentences, best first. */
  readonly sentences: readonly EvidenceSentence[];
}
