/**
 * Orders the evidence: rows that a superlative asks for, sentences reached through a name, and the latest of several
 * values come first.
 *
 * @module
 */
import { asksForNow } from './asks-for-now.ts';
import { compareRows, type ExtremeRows, type Table } from './cells.ts';
import type { EvidenceIndex, IndexedUnit } from './evidence-index.ts';
import { findExtremeLines } from './extreme-lines.ts';
import { followNames, type Hop } from './follow-names.ts';
import type { WordMatcher } from './match-words.ts';
import type { EngineParts } from './parts.ts';
import { preferLatest } from './prefer-latest.ts';
import type { AskedQuestion } from './question.ts';
import type { QuestionTerm } from './question-terms.ts';
import type { RankedUnit } from './rank.ts';
import type { RankFeatures } from './rank-features.ts';
import type { ShortAnswer } from './short-answer.ts';
import type { Stemming } from './stemming.ts';
import { joinStrengths } from './term-coverage.ts';
import { unitHoldsKind } from './unit-kind.ts';

/** A ranked unit with its annotations. */
export interface Placed {
  readonly unit: IndexedUnit;
  readonly score: number;
  readonly coverage: number;
  /** Strength of each term of the question, in this sentence and in the one that leads to it. */
  readonly strengths: readonly number[];
  readonly superseded: boolean;
  /** Whether it is one of two sentences that a name joins. */
  readonly joined?: boolean;
  /** Inputs of the ranking. Empty for a row that was not ranked. */
  readonly features: RankFeatures;
}

/** Returns the rows of the table that a superlative refers to, best first. */
export function findExtremeRows(
  question: AskedQuestion,
  tables: () => readonly Table[],
  matcher: WordMatcher,
  ranked: readonly RankedUnit[],
  index: EvidenceIndex,
): ExtremeRows | undefined {
  const { extreme } = question;
  if (extreme === undefined) return undefined;
  let best = findExtremeLines(question, index, matcher);
  for (const table of tables()) {
    const compared = compareRows(extreme, table, matcher);
    const factor = asksForNow(question) && index.newer.has(table.rows[0]!.first) ? OUTDATED : 1;
    if (compared === undefined || compared.relevance * factor <= (best?.relevance ?? 0)) continue;
    best = { ...compared, relevance: compared.relevance * factor };
  }
  // A sentence that covers more of the question than the table wins.
  const rival = ranked[0] === undefined ? 0 : matcher.weigh(ranked[0].unit.text);
  return best !== undefined && best.relevance >= rival * LEAST_RELEVANCE ? best : undefined;
}

/** Factor of the relevance of a table with a newer version. */
const OUTDATED = 0.8;

/** Least relevance of a table, as a share of the weight of the question's words in the best sentence. */
const LEAST_RELEVANCE = 0.6;

/** Coverage of a single sentence that needs no second one. */
const ANSWERED = 0.85;

/** Coverage that two sentences must reach together. */
const LEAST_JOINED = 0.6;
const LEAST_ASKED = 0.5;

/** Coverage that two sentences must gain over the best single one. */
const JOINED_GAIN = 0.1;
const ASKED_GAIN = 0.02;

/** Accepts a hop if both sentences together cover clearly more of the question than either alone. */
export function chooseHop(
  question: AskedQuestion,
  terms: readonly QuestionTerm[],
  ranked: readonly RankedUnit[],
  index: EvidenceIndex,
  stemming: Stemming,
  matcher: WordMatcher,
): Hop | undefined {
  const hop = followNames(question, terms, ranked, index, stemming, matcher);
  const single = Math.max(0, ...ranked.slice(0, 5).map(({ coverage }) => coverage));
  if (hop === undefined || single >= ANSWERED) return undefined;
  if (hop.coverage <= single + (hop.asked ? ASKED_GAIN : JOINED_GAIN)) return undefined;
  const answers = [hop.to, hop.from].some(({ unit }) => unitHoldsKind(question, unit));
  return hop.coverage >= (hop.asked ? LEAST_ASKED : LEAST_JOINED) && answers ? hop : undefined;
}

/** Least coverage of a row that a superlative refers to. The superlative's own words are seldom in it. */
const EXTREME_COVERAGE = 0.7;

interface Leads {
  readonly extreme: ExtremeRows | undefined;
  readonly hop: Hop | undefined;
  readonly parts: EngineParts;
  readonly getAnswer: (unit: IndexedUnit) => ShortAnswer | undefined;
}

/** Drops sentences that repeat an earlier one, such as a footer of many files. */
function dropRepeats(placed: readonly Placed[]): readonly Placed[] {
  const seen = new Set<string>();
  return placed.filter(({ unit, superseded }) => {
    const key = unit.text.toLowerCase();
    if (seen.has(key) && !superseded) return false;
    seen.add(key);
    return true;
  });
}

export function placeUnits(
  question: AskedQuestion,
  terms: readonly QuestionTerm[],
  ranked: readonly RankedUnit[],
  leads: Leads,
): readonly Placed[] {
  return dropRepeats(orderUnits(question, terms, ranked, leads));
}

function orderUnits(
  question: AskedQuestion,
  terms: readonly QuestionTerm[],
  ranked: readonly RankedUnit[],
  { extreme, hop, parts, getAnswer }: Leads,
): readonly Placed[] {
  const plain = ranked.map(
    ({ unit, score, coverage, strengths, features }): Placed => ({
      unit,
      score,
      coverage,
      strengths,
      superseded: false,
      features,
    }),
  );
  if (extreme !== undefined) {
    const rows = extreme.rows.slice(0, 2).map((unit): Placed => {
      const known = plain.find((one) => one.unit === unit);
      return {
        unit,
        score: plain[0]?.score ?? 1,
        coverage: Math.max(EXTREME_COVERAGE, known?.coverage ?? 0),
        strengths: extreme.strengths,
        superseded: false,
        features: known?.features ?? {},
      };
    });
    return [...rows, ...plain.filter(({ unit }) => !rows.some((row) => row.unit === unit))];
  }
  if (hop !== undefined) {
    const turned = hasColumn(question, hop.from.unit) && !hasColumn(question, hop.to.unit);
    const strengths = joinStrengths(hop.from.strengths, hop.to.strengths);
    const lead = (turned ? [hop.from, hop.to] : [hop.to, hop.from]).map(
      (one): Placed => ({ ...one, coverage: hop.coverage, strengths, superseded: false, joined: true }),
    );
    return [...lead, ...plain.filter(({ unit }) => unit !== hop.to.unit && unit !== hop.from.unit)];
  }
  if (!parts.dates) return plain;
  return preferLatest(question, terms, ranked, ({ unit }) => getAnswer(unit)?.text).map(
    ({ ranked: one, superseded }) => ({ ...one, superseded }),
  );
}

/** Returns whether a row has the column that the question asks for. */
function hasColumn({ head, asked }: AskedQuestion, { block }: IndexedUnit): boolean {
  return (block.cells ?? []).some(
    ([name]) => head.includes(name.toLowerCase()) || asked.includes(name.toLowerCase()),
  );
}
