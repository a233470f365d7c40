/** A piece of the world with a name: a benchmark paragraph, a user's file, a dialogue session, a web page. */
export interface SourceDocument {
  readonly id: string;
  readonly title: string;
  readonly text: string;
}

/** A question that a task asks; accepted answers stay with the task and never reach a policy. */
export interface Question {
  readonly id: string;
  readonly text: string;
}

/** One window of the stream. */
export interface Chunk {
  /** 0-based place in the stream. */
  readonly index: number;
  /** Chunks in the stream. */
  readonly count: number;
  /** The text as the policy reads it, overlap included. */
  readonly text: string;
  /** The documents that this window holds, wholly or in part, in order. */
  readonly documents: readonly SourceDocument[];
}

/** What the environment shows in one step; the memory's part is the `View` beside it. */
export type Observation = MemoriseObservation | AnswerObservation;

export interface MemoriseObservation {
  readonly stage: 'memorise';
  /** Every question of the task: they are known from the start. */
  readonly questions: readonly Question[];
  readonly chunk: Chunk;
  /** Steps already spent on this chunk. */
  readonly turn: number;
  /** Reads in a row that are still allowed before a write is due. */
  readonly readsLeft: number;
  /** Reads in a row so far. */
  readonly readsUsed: number;
}

export interface AnswerObservation {
  readonly stage: 'answer';
  readonly question: Question;
  /** 0-based place of the question in the task. */
  readonly index: number;
  /** Steps already spent on this question. */
  readonly turn: number;
  readonly readsLeft: number;
  readonly readsUsed: number;
}
