/**
 * Prefers the current value among several values for one thing.
 *
 * @module
 */
import { asksForNow } from './asks-for-now.ts';
import { dateDocument, type WrittenAt } from './calendar.ts';
import type { AskedQuestion } from './question.ts';
import type { QuestionTerm } from './question-terms.ts';
import type { RankedUnit } from './rank.ts';

/** A candidate with its date, and whether a later one contradicts it. */
export interface DatedUnit {
  readonly ranked: RankedUnit;
  readonly written: WrittenAt | undefined;
  readonly superseded: boolean;
}

/** Minimum score of an update relative to the best sentence. */
const NEAR = 0.72;
const LOOKED = 12;

/**
 * Moves the latest sentence with a value for the same thing to the front, and marks the others.
 *
 * @param readValue returns the short answer that a sentence supports
 */
export function preferLatest(
  question: AskedQuestion,
  terms: readonly QuestionTerm[],
  ranked: readonly RankedUnit[],
  readValue: (ranked: RankedUnit) => string | undefined,
): readonly DatedUnit[] {
  const dated = ranked.map(
    (one): DatedUnit => ({
      ranked: one,
      written: dateDocument(one.unit.document, one.unit.block.trail),
      superseded: false,
    }),
  );
  const [best] = ranked;
  if (best === undefined || !asksForNow(question)) return dated;
  const value = readValue(best);
  if (value === undefined) return dated;
  const rivals = dated.slice(0, LOOKED).filter((one) => isRival(one, best, question, terms, readValue));
  const days = new Set(rivals.map(({ written }) => written?.value));
  const sure = question.current || rivals.every(({ written }) => written?.from !== 'file');
  if (rivals.length < 2 || days.size < 2 || !sure) return dated;
  const order = rivals.toSorted((left, right) => (right.written?.value ?? 0) - (left.written?.value ?? 0));
  const newest = order[0]!;
  const current = readValue(newest.ranked);
  const old = new Set(order.slice(1).filter(({ ranked: one }) => readValue(one) !== current));
  return [
    newest,
    ...dated
      .filter((one) => one !== newest)
      .map((one) => (old.has(one) ? { ...one, superseded: true } : one)),
  ];
}

/**
 * Returns whether a sentence gives a value for the same thing as the best one: it matches the same words about as
 * well.
 */
function isRival(
  { ranked, written }: DatedUnit,
  best: RankedUnit,
  question: AskedQuestion,
  terms: readonly QuestionTerm[],
  readValue: (ranked: RankedUnit) => string | undefined,
): boolean {
  if (written === undefined || ranked.score < best.score * (question.current ? NEAR * 0.85 : NEAR))
    return false;
  if (ranked.unit.block.kind === 'quote' || readValue(ranked) === undefined) return false;
  // Distinctive terms (names, numbers, rare words) must match in both.
  return terms.every((term, place) => {
    const [mine, theirs] = [ranked.strengths[place]!, best.strengths[place]!];
    return theirs < 0.5 || mine >= 0.35 || (!term.named && term.weight < 2);
  });
}
