/**
 * Finds what the best evidence lacks: the asked kind of answer, or anything about the names of the question.
 *
 * @module
 */
import type { IndexedUnit } from './evidence-index.ts';
import type { Hop } from './follow-names.ts';
import type { AnswerKind, AskedQuestion } from './question.ts';
import type { QuestionTerm } from './question-terms.ts';
import type { RankedUnit } from './rank.ts';
import type { ShortAnswer } from './short-answer.ts';
import { holdsKind } from './spans.ts';

/** A unit among the best evidence. */
export interface EvidenceUnit {
  readonly unit: IndexedUnit;
  readonly score: number;
}

/** Kinds whose answers have a form. */
const FORMED: ReadonlySet<AnswerKind> = new Set(['person', 'date', 'time', 'duration', 'money', 'number']);
const CLOSE_SCORE = 0.7;
const LEAST_STRENGTH = 0.25;

/**
 * Returns whether none of the best sentences contains the asked kind of answer together with the weightiest word of
 * the question.
 */
export function lacksKind(
  question: AskedQuestion,
  terms: readonly QuestionTerm[],
  placed: readonly EvidenceUnit[],
  ranked: readonly RankedUnit[],
  getAnswer: (unit: IndexedUnit) => ShortAnswer | undefined,
): boolean {
  if (!FORMED.has(question.kind)) return false;
  const least = (placed[0]?.score ?? 0) * CLOSE_SCORE;
  const content = terms.filter(({ named, generic, missing }) => !named && !generic && !missing);
  const main = terms.indexOf(content.toSorted((left, right) => right.weight - left.weight)[0]!);
  return placed
    .slice(0, 3)
    .filter(({ score }) => score >= least)
    .every(({ unit }) => {
      const strength = ranked.find((one) => one.unit === unit)?.strengths[main] ?? 1;
      return strength < LEAST_STRENGTH || (getAnswer(unit) === undefined && !holdsKind(question, unit.text));
    });
}

/** Returns whether the best evidence contains only names of the question and no other content word of it. */
export function saysNameOnly(
  terms: readonly QuestionTerm[],
  placed: readonly EvidenceUnit[],
  ranked: readonly RankedUnit[],
  hop: Hop | undefined,
): boolean {
  if (hop !== undefined || !terms.some(({ named }) => named)) return false;
  const others = terms.filter(({ named, generic }) => !named && !generic);
  if (others.length === 0) return false;
  return placed.every(({ unit }) => {
    const strengths = ranked.find((one) => one.unit === unit)?.strengths;
    return strengths !== undefined && others.every((term) => strengths[terms.indexOf(term)]! < 0.4);
  });
}
