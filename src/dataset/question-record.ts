/**
 * The record that every loader returns.
 *
 * @module
 */
import type { SourceDocument } from '../task/observation.ts';

/** A document of a question. */
export interface RecordDocument {
  readonly document: SourceDocument;
  /** Whether the data set marks it as evidence for the answer. */
  readonly supporting: boolean;
}

/** A question with the documents that came with it. */
export interface QuestionRecord {
  readonly id: string;
  /** Short name of the data set: `hotpotqa`, `2wikimultihopqa`, `musique`, or the name in the file. */
  readonly dataset: string;
  readonly question: string;
  /** The official answer first, then accepted aliases. */
  readonly answers: readonly string[];
  /** The data set's own kind of question. */
  readonly type?: string;
  /** In the order of the file. */
  readonly documents: readonly RecordDocument[];
}
