/**
 * The rules of a document stream.
 *
 * @module
 */

/**
 * Rules of a document stream on which the released agent and this project differ. `OFFICIAL_STREAM_RULES`
 * holds the released values, `BETTER_STREAM_RULES` this project's.
 */
export interface StreamRules {
  /** Reads that are carried out in a row, without a write between them. Released code: 3. */
  readonly queryLimit: number;
  /** Effect of a Read beyond the limit while memorising. It is refused, and can skip a question. */
  readonly queryLimitWhileMemorising: 'skip-question' | 'refuse';
  /** Effect of a Read beyond the limit while answering. It is refused, and can skip the question. */
  readonly queryLimitWhileAnswering: 'skip-question' | 'refuse';
  /** When the count of Reads in a row restarts: only at a write, or also at a new question. */
  readonly countReads: 'until-write' | 'per-question';
  /** Replies that advance the stream: those that create or update an entry, or all. */
  readonly advanceOn: 'write' | 'always';
  /** Steps at a chunk after which the stream moves on in any case. */
  readonly turnsPerChunk: number;
  /** Steps at a question after which it counts as unanswered. */
  readonly turnsPerQuestion: number;
  /** Effect of a reply without an action: the same chunk is shown again, or the next one. */
  readonly silence: 'stay' | 'advance';
  /** Whether a malformed action stops the stream from moving on, or is ignored. */
  readonly malformed: 'abort' | 'skip';
  /** Whether an answer that is given while memorising counts and ends its question, or is ignored. */
  readonly answerWhileMemorising: 'score' | 'ignore';
  /** Whether several answers in one reply go to one question each, or only the first counts. */
  readonly severalAnswers: 'all' | 'first';
  /** The query when a question is asked: the previous query, or the question. */
  readonly answerQuery: 'keep' | 'question';
  /** Most steps of an episode. Released code: 41 for a stream of any length. */
  readonly turnCap: number | 'scaled';
}

/** The rules of the released agent, as in its code. */
export const OFFICIAL_STREAM_RULES: StreamRules = {
  queryLimit: 3,
  queryLimitWhileMemorising: 'skip-question',
  queryLimitWhileAnswering: 'skip-question',
  countReads: 'until-write',
  advanceOn: 'write',
  turnsPerChunk: Number.POSITIVE_INFINITY,
  turnsPerQuestion: Number.POSITIVE_INFINITY,
  silence: 'stay',
  malformed: 'abort',
  answerWhileMemorising: 'score',
  severalAnswers: 'all',
  answerQuery: 'keep',
  turnCap: 41,
};

/** The default rules. No reply can stall a stream, skip a question or end an episode early. */
export const BETTER_STREAM_RULES: StreamRules = {
  queryLimit: 3,
  queryLimitWhileMemorising: 'refuse',
  queryLimitWhileAnswering: 'refuse',
  countReads: 'per-question',
  advanceOn: 'write',
  turnsPerChunk: 3,
  turnsPerQuestion: 5,
  silence: 'advance',
  malformed: 'skip',
  answerWhileMemorising: 'ignore',
  severalAnswers: 'first',
  answerQuery: 'question',
  turnCap: 'scaled',
};
