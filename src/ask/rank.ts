/**
 * Ranks units for a question by BM25 over the question's terms in the unit, its headings and its neighbours.
 *
 * @module
 */
import type { Block } from '../documents/file-document.ts';
import type { EvidenceIndex, IndexedUnit } from './evidence-index.ts';
import type { EngineParts } from './parts.ts';
import type { AskedQuestion } from './question.ts';
import type { QuestionTerm } from './question-terms.ts';
import { type RankContext, type RankFeatures, readRankFeatures } from './rank-features.ts';
import { weighFeatures } from './rank-weights.ts';
import { findContact } from './unit-kind.ts';

/** A unit with its match score. */
export interface RankedUnit {
  readonly unit: IndexedUnit;
  readonly score: number;
  /** Share of the question's weight that the unit and its context cover, 0 to 1. */
  readonly coverage: number;
  /** Strength of each question term at this unit, 0 to 1, in the order of the terms. */
  readonly strengths: readonly number[];
  /** Inputs of the score. */
  readonly features: RankFeatures;
}

const SATURATION = 1.2;
const LENGTH_PENALTY = 0.35;

/** Maximum length of a unit in scoring, as a multiple of the mean length. */
const LONGEST = 2.5;

/** Weights of matches in neighbouring units. The sentence before counts more than the one after. */
const BEFORE = [0.4, 0.2];
const AFTER = [0.25];

/** Weight of a match in a sentence that ends with a colon, for the next one. */
const LEAD = 0.8;

/** Number of candidates for close examination. */
const POOL = 200;

/** Number of candidates by similarity, with an embedder. */
const SIMILAR = 40;

/** Weight of a match elsewhere in a short document. */
const ELSEWHERE = 0.2;
const SHORT_DOCUMENT = 250;

const CONTACT_WORD =
  /^(?:phone|telephone|mobile|number|e-?mail|address|telefon\w*|handynummer|nummer|telefono|telephone|numero|courriel|correo|web|site|website)$/i;

export function rankUnits(
  question: AskedQuestion,
  terms: readonly QuestionTerm[],
  index: EvidenceIndex,
  parts: EngineParts,
  similarity?: Float32Array,
): readonly RankedUnit[] {
  const { units } = index;
  const strengths = terms.map((term) => matchTerm(term, index, parts));
  const scores = new Float64Array(units.length);
  for (const [place, term] of terms.entries())
    for (const [at, strength] of strengths[place]!)
      scores[at]! += term.weight * saturate(strength, units[at]!, index);
  const total = terms.reduce((sum, { weight }) => sum + weight, 0) || 1;
  const byWords = pickLargest(scores, POOL);
  const bySense = similarity === undefined ? [] : pickLargest(similarity, SIMILAR);
  const pool = [...new Set([...byWords, ...bySense])].filter((at) => !index.omitted?.has(at));
  const holders = strengths.map((map) => new Set([...map.keys()].map((at) => units[at]!.first)));
  const elsewhere = (unit: IndexedUnit, place: number): boolean =>
    parts.context && unit.last - unit.first < SHORT_DOCUMENT && holders[place]!.has(unit.first);
  const best = byWords.length === 0 ? 1 : scores[byWords[0]!]!;
  const context: RankContext = { question, terms, index, strengths, holders, answerType: parts.answerType };
  // A phone number shows that it is one.
  const contact = terms.flatMap(({ word }, place) => (CONTACT_WORD.test(word) ? [place] : []));
  const rankOne = (at: number): RankedUnit => {
    const unit = units[at]!;
    const isElsewhere = strengths.map((map, place) => !map.has(at) && elsewhere(unit, place));
    const isShown = contact.length > 0 && findContact(question, unit.text) !== undefined;
    const own = strengths.map((map, place) =>
      isShown && contact.includes(place) ? 1 : isElsewhere[place] ? ELSEWHERE : (map.get(at) ?? 0),
    );
    const covered = own.reduce(
      (sum, strength, place) => sum + terms[place]!.weight * Math.sqrt(Math.min(1, strength)),
      0,
    );
    const added = isElsewhere.reduce(
      (sum, is, place) => sum + (is ? terms[place]!.weight * ELSEWHERE : 0),
      0,
    );
    const coverage = covered / total;
    const phrases = countPhrases(terms, index.sequence(at));
    const match = (scores[at]! + added) / best;
    const similar = similarity?.[at];
    const features = readRankFeatures({ unit, match, coverage, strengths: own, phrases, similar }, context);
    return {
      unit,
      score: (best / total) * Math.exp(weighFeatures(features)),
      coverage,
      strengths: own,
      features,
    };
  };
  return pool
    .map(rankOne)
    .sort((left, right) => right.score - left.score || left.unit.index - right.unit.index);
}

/** Counts neighbouring words of the question that are neighbours in a sequence of terms. */
function countPhrases(terms: readonly QuestionTerm[], sequence: readonly string[]): number {
  let count = 0;
  for (let place = 0; place + 1 < terms.length; place++) {
    const [left, right] = [terms[place]!.variants, terms[place + 1]!.variants];
    if (sequence.some((term, at) => left.get(term) === 1 && right.get(sequence[at + 1] ?? '') === 1))
      count += 1;
  }
  return count;
}

/** Returns how strongly each unit matches a term. */
function matchTerm(
  term: QuestionTerm,
  index: EvidenceIndex,
  parts: EngineParts,
): ReadonlyMap<number, number> {
  const found = new Map<number, number>();
  const raise = (at: number, strength: number): void => {
    if ((found.get(at) ?? 0) < strength) found.set(at, strength);
  };
  for (const [variant, share] of term.variants) {
    for (const { unit: at, strength } of index.find(variant)) {
      raise(at, strength * share);
      if (!parts.neighbours || strength < 1) continue;
      const { first, last, text } = index.units[at]!;
      if (at + 1 <= last && /[:：]$/.test(text)) spread(at + 1, at, LEAD * share);
      for (const [step, worth] of BEFORE.entries())
        if (at + step + 1 <= last) spread(at + step + 1, at, worth * share);
      for (const [step, worth] of AFTER.entries())
        if (at - step - 1 >= first) spread(at - step - 1, at, worth * share);
    }
  }
  function spread(to: number, from: number, strength: number): void {
    const [target, source] = [index.units[to]!.block, index.units[from]!.block];
    if (isCellRow(target) || isCellRow(source)) return;
    raise(to, target.trail === source.trail ? strength : strength * 0.5);
  }
  return found;
}

/** Returns whether a unit is independent of its neighbours. Rows of several cells are; "Price: 12" is not. */
function isCellRow({ kind, cells }: Block): boolean {
  return kind === 'row' && (cells?.length ?? 0) > 1;
}

function saturate(strength: number, { size }: IndexedUnit, { meanSize }: EvidenceIndex): number {
  const length = 1 - LENGTH_PENALTY + LENGTH_PENALTY * Math.min(LONGEST, size / Math.max(1, meanSize));
  return (strength * (SATURATION + 1)) / (strength + SATURATION * length);
}

/** Returns the indexes of the largest positive scores. */
function pickLargest(scores: Float64Array | Float32Array, count: number): readonly number[] {
  const positive: number[] = [];
  for (let at = 0; at < scores.length; at++) if (scores[at]! > 0) positive.push(at);
  positive.sort((left, right) => scores[right]! - scores[left]! || left - right);
  return positive.slice(0, count);
}
