import type { SourceDocument } from '../task/observation.ts';

/** A paragraph as one question has it. */
export interface RecordDocument {
  readonly document: SourceDocument;
  /** The data set marks it as evidence for the answer. */
  readonly supporting: boolean;
}

/** A question of a benchmark with the paragraphs that came with it: the shape every loader ends in. */
export interface QuestionRecord {
  readonly id: string;
  /** Short name of the data set: `hotpotqa`, `2wikimultihopqa`, `musique`, or the file's own. */
  readonly dataset: string;
  readonly question: string;
  /** The official answer first, then accepted aliases. */
  readonly answers: readonly string[];
  /** The data set's own kind of question. */
  readonly type?: string;
  /** In the file's order. */
  readonly documents: readonly RecordDocument[];
}
