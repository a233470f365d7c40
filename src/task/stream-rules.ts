/**
 * Rules of a document stream in which the released agent and this project differ. The released values
 * and ours stand side by side in `OFFICIAL_STREAM_RULES` and `BETTER_STREAM_RULES`.
 */
export interface StreamRules {
  /** Reads in a row, without a write between them, that are carried out. 3 in the released code. */
  readonly queryLimit: number;
  /** What a further Read does while memorising: it is refused, and may skip a question never asked. */
  readonly queryLimitWhileMemorising: 'skip-question' | 'refuse';
  /** What a further Read does while answering: it is refused, and may give the question up. */
  readonly queryLimitWhileAnswering: 'skip-question' | 'refuse';
  /** Where the count of Reads in a row starts afresh: at a write alone, or at a new question too. */
  readonly countReads: 'until-write' | 'per-question';
  /** What a reply must hold for the stream to go on: a Create or an Update of an entry, or anything. */
  readonly advanceOn: 'write' | 'always';
  /** Steps after which the stream goes on in any case. */
  readonly turnsPerChunk: number;
  /** Steps after which a question counts as unanswered. */
  readonly turnsPerQuestion: number;
  /** A reply without any action: the same chunk again, or the next. */
  readonly silence: 'stay' | 'advance';
  /** A malformed action keeps the stream where it is, or is skipped alone. */
  readonly malformed: 'abort' | 'skip';
  /** An answer given while memorising: it counts and skips its question, or it is ignored. */
  readonly answerWhileMemorising: 'score' | 'ignore';
  /** Several answers in one reply: one question each, or the first alone. */
  readonly severalAnswers: 'all' | 'first';
  /** The query when a question is put: what stood before, or the question itself. */
  readonly answerQuery: 'keep' | 'question';
  /** Steps of an episode. 41 in the released code, whatever the length of the stream. */
  readonly turnCap: number | 'scaled';
}

/** What the released agent does (its code, not its paper). */
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

/** The default: no reply can stall a stream, skip a question or end an episode early. */
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
