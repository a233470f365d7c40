/**
 * Reads the features of an answer, from which its confidence is estimated.
 *
 * @module
 */
import { type AnswerFeatures, toQuarterLogit } from './confidence.ts';
import type { IndexedUnit } from './evidence-index.ts';
import type { Hop } from './follow-names.ts';
import type { PassageAnswer } from './passage-answer.ts';
import type { Placed } from './place-units.ts';
import type { QuestionTerm } from './question-terms.ts';
import type { RankedUnit } from './rank.ts';
import type { ShortAnswer } from './short-answer.ts';
import { measureTerms } from './term-coverage.ts';

interface Surroundings {
  readonly placed: readonly Placed[];
  readonly ranked: readonly RankedUnit[];
  readonly hop: Hop | undefined;
  readonly coverage: number;
  readonly terms: readonly QuestionTerm[];
  readonly getAnswer: (unit: IndexedUnit) => ShortAnswer | undefined;
  readonly passages: PassageAnswer | undefined;
  /** Probability that the documents contain an answer. */
  readonly found: number;
}

export function readFeatures(
  short: ShortAnswer,
  { placed, ranked, hop, coverage, terms, getAnswer, passages, found }: Surroundings,
): AnswerFeatures {
  const first = placed[0]!;
  const own = ranked.find(({ unit }) => unit === first.unit);
  const rival = ranked
    .slice(0, 8)
    .find(
      ({ unit }) =>
        unit !== first.unit &&
        !placed.some((one) => one.unit === unit && one.superseded) &&
        differs(getAnswer(unit), short),
    );
  const margin =
    rival === undefined || own === undefined ? (rival === undefined ? 1 : 0) : 1 - rival.score / own.score;
  return {
    ...measureTerms(terms, first.strengths),
    coverage,
    certainty: short.certainty,
    margin: Math.max(0, Math.min(1, margin * 2)),
    hop: hop === undefined ? 0 : 1,
    found: toQuarterLogit(found),
    source: short.source,
    passages: short.source === 'passages' ? passages?.evidence : undefined,
  };
}

function differs(other: ShortAnswer | undefined, short: ShortAnswer): boolean {
  return other !== undefined && !other.text.includes(short.text) && !short.text.includes(other.text);
}
