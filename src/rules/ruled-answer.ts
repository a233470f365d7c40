/**
 * An answer of the rules, with the rule that gave it.
 *
 * @module
 */

/** How an answer was found. `src/ask/confidence.ts` is calibrated per rule. */
export type AnswerRule =
  // Comparisons: which of two, or yes or no.
  | 'born'
  | 'died'
  | 'lived'
  | 'started'
  | 'amount'
  | 'words'
  | 'nationality'
  | 'occupation'
  | 'shared-place'
  | 'description'
  | 'common'
  // Facts about the last subject of a walk over stated roles.
  | 'birth-date'
  | 'death-date'
  | 'birth-place'
  | 'death-place'
  | 'burial-place'
  | 'country'
  | 'cause'
  | 'school'
  | 'award'
  | 'holder'
  // A stretch of text with the largest weight, or a title.
  | 'candidate'
  | 'title'
  // A comparison without the facts of both sides.
  | 'guess';

export interface RuledAnswer {
  readonly text: string;
  readonly rule: AnswerRule;
  /** Whether the question asks for the fact itself, not for something about a place or person that the fact names. */
  readonly direct?: boolean;
  /** Number of roles followed: 1 for "the director of X". Default: 0. */
  readonly walked?: number;
  /** For comparisons: share of the two facts that a text states plainly, 0 to 1. */
  readonly stated?: number;
  /** For `candidate`: its share among all candidates, 0 to 1. */
  readonly share?: number;
  /** For `candidate`: the lead over the second one, in weight. */
  readonly lead?: number;
}
