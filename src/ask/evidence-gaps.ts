/**
 * Measures what the best evidence lacks: words and names of the question, and the asked kind of answer.
 *
 * @module
 */
import type { IndexedUnit } from './evidence-index.ts';
import type { Placed } from './place-units.ts';
import type { AnswerKind, AskedQuestion } from './question.ts';
import type { QuestionTerm } from './question-terms.ts';
import type { ShortAnswer } from './short-answer.ts';
import { measureTerms, type TermCoverage } from './term-coverage.ts';
import { lacksContact, unitHoldsKind } from './unit-kind.ts';

/** Features that show whether the documents contain an answer. Numbers are between 0 and 1. */
export interface FoundFeatures extends TermCoverage {
  /** Share of the question's weight covered by the sentence and its context. */
  readonly coverage: number;
  /** 1 if the asked kind of answer, such as a date, is not in the sentence. */
  readonly kindless: number;
  /** 1 if the sentence contains a name of the question, but no other content word of it. */
  readonly nameOnly: number;
  /** Share of the weight of content words that are in no document. */
  readonly missing: number;
  /** 1 if a name or number of the question is in no document. */
  readonly nameMissing: number;
}

/** Kinds whose answers have a form. */
const FORMED: ReadonlySet<AnswerKind> = new Set(['person', 'date', 'time', 'duration', 'money', 'number']);
const CLOSE_SCORE = 0.7;
const LOOKED = 3;

/** Returns the features of the best of the first sentences. */
export function readFoundFeatures(
  question: AskedQuestion,
  terms: readonly QuestionTerm[],
  placed: readonly Placed[],
  getAnswer: (unit: IndexedUnit) => ShortAnswer | undefined,
): FoundFeatures {
  const least = (placed[0]?.score ?? 0) * CLOSE_SCORE;
  const content = terms.filter(({ generic }) => !generic);
  const total = content.reduce((sum, { weight }) => sum + weight, 0) || 1;
  const missing = content.reduce((sum, term) => sum + (term.missing ? term.weight : 0), 0) / total;
  const nameMissing = terms.some((term) => term.named && term.missing) ? 1 : 0;
  const others = content.filter(({ named }) => !named);
  const features = placed
    .slice(0, LOOKED)
    .filter(({ score }) => score >= least)
    .map(({ unit, coverage, strengths }): FoundFeatures => {
      const holds = getAnswer(unit) !== undefined || unitHoldsKind(question, unit);
      const bare =
        others.length > 0 &&
        others.length < content.length &&
        others.every((term) => strengths[terms.indexOf(term)]! < 0.4);
      return {
        ...measureTerms(terms, strengths),
        coverage,
        kindless: (FORMED.has(question.kind) && !holds) || lacksContact(question, unit.text) ? 1 : 0,
        nameOnly: bare ? 1 : 0,
        missing,
        nameMissing,
      };
    });
  return features.toSorted((left, right) => weigh(right) - weigh(left))[0]!;
}

function weigh({ coverage, said, near, main, names, kindless }: FoundFeatures): number {
  return coverage + said + near + main + names - kindless;
}
