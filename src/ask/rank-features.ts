/**
 * Reads what a candidate sentence shares with a question, and its form. `scripts/fit-ranking.ts` fits a weight to each.
 *
 * @module
 */
import { asksForNow } from './asks-for-now.ts';
import type { EvidenceIndex, IndexedUnit } from './evidence-index.ts';
import { FORMED_KINDS } from './formed-kinds.ts';
import type { AnswerKind, AskedQuestion } from './question.ts';
import type { QuestionTerm } from './question-terms.ts';
import { IN_TEXT, measureTerms, SAID } from './term-coverage.ts';
import { unitHoldsKind } from './unit-kind.ts';

/** Inputs of the ranking by name. Most are between 0 and 1. */
export type RankFeatures = Readonly<Record<string, number>>;

/** What is known about a candidate before its features are read. */
export interface Candidate {
  readonly unit: IndexedUnit;
  /** BM25 score relative to the best candidate, 0 to 1. */
  readonly match: number;
  /** Share of the question's weight that the unit and its context cover, 0 to 1. */
  readonly coverage: number;
  /** Strength of each question term at this unit, 0 to 1. */
  readonly strengths: readonly number[];
  /** Pairs of neighbouring words of the question that are neighbours in the unit. */
  readonly phrases: number;
  /** With an embedder: similarity to the question, in standard deviations above the mean. */
  readonly similar: number | undefined;
}

/** The question and the texts around the candidates. */
export interface RankContext {
  readonly question: AskedQuestion;
  readonly terms: readonly QuestionTerm[];
  readonly index: EvidenceIndex;
  /** Strength of each term by unit. */
  readonly strengths: readonly ReadonlyMap<number, number>[];
  /** For each term, the first units of the documents that contain it. */
  readonly holders: readonly ReadonlySet<number>[];
  readonly answerType: boolean;
}

/** Formed kinds, and reasons, which words such as "because" show. */
const SHOWN_KINDS: ReadonlySet<AnswerKind> = new Set([...FORMED_KINDS, 'reason']);

/** Strength from which a term is in the text in the same words. */
const EXACT = 0.95;

/** Sentences found by similarity alone share no word with the question. */
const LEAST_MATCH = 0.05;

/** Distance in units within which a text belongs to the same passage. */
const PASSAGE = 4;

export function readRankFeatures(candidate: Candidate, context: RankContext): RankFeatures {
  const { unit, match, coverage, strengths, phrases, similar } = candidate;
  const { question, terms, index } = context;
  const { said, near, open, names, main, asked } = measureTerms(terms, strengths);
  const fresh = Math.max(0, unit.size - strengths.filter((strength) => strength >= IN_TEXT).length);
  const formed = context.answerType && SHOWN_KINDS.has(question.kind);
  const holds = context.answerType && unitHoldsKind(question, unit);
  return {
    match: Math.log(Math.max(LEAST_MATCH, match)),
    coverage,
    said,
    near,
    open,
    names,
    main,
    asked,
    exact: shareOf(terms, strengths, EXACT),
    text: shareOf(terms, strengths, IN_TEXT),
    phrases: Math.min(3, phrases) / 3,
    verdict: question.kind === 'yes-no' && VERDICT.test(unit.text) ? 1 : 0,
    holds: formed && holds ? 1 : 0,
    lacks: formed && !holds ? 1 : 0,
    fresh: Math.min(4, fresh) / 4,
    long: Math.log(Math.max(1, unit.size) / Math.max(1, index.meanSize)),
    passage: coverPassage(unit, context),
    document: coverDocument(unit.first, context),
    outdated: isOutdated(unit, context) ? 1 : 0,
    reply: coverQuestionAbove(unit, context),
    ...readForm(unit, question),
    ...(similar !== undefined && { similar: Math.max(-1, Math.min(8, similar)) / 4 }),
  };
}

/** A sentence that begins with yes or no. */
const VERDICT =
  /^["'“„(]?(?:yes|no|never|not|sure|of course|only|ja|nein|nie|nur|oui|non|jamais|sí|nunca)\b|^(?:はい|いいえ|是|不|可以|不可|네|아니)/i;

function shareOf(terms: readonly QuestionTerm[], strengths: readonly number[], least: number): number {
  let [sum, total] = [0, 0];
  for (const [place, { weight }] of terms.entries()) {
    total += weight;
    if (strengths[place]! >= least) sum += weight;
  }
  return total === 0 ? 0 : sum / total;
}

/** Returns the share of the question that the sentences around a unit cover. */
function coverPassage({ index: at, first, last }: IndexedUnit, { terms, strengths }: RankContext): number {
  const [from, to] = [Math.max(first, at - PASSAGE), Math.min(last, at + PASSAGE)];
  const best = strengths.map((map) => {
    let most = 0;
    for (let place = from; place <= to; place++) most = Math.max(most, map.get(place) ?? 0);
    return most;
  });
  return shareOf(terms, best, IN_TEXT);
}

/** Least share of what an older version covers of the question, for a newer one to replace it. */
const REPLACES = 0.75;

/** Returns whether a newer version of the document says about as much, and the question is about the present. */
function isOutdated({ first }: IndexedUnit, context: RankContext): boolean {
  const { question, index } = context;
  const newer = index.newer.get(first);
  if (newer === undefined || !asksForNow(question) || /(?:19|20)\d{2}/.test(question.text)) return false;
  const own = coverDocument(first, context);
  return newer.some((other) => coverDocument(other, context) >= own * REPLACES);
}

/** Returns the share of the question that the document contains, by its first unit. */
function coverDocument(first: number, { terms, holders }: RankContext): number {
  return shareOf(
    terms,
    holders.map((set) => (set.has(first) ? 1 : 0)),
    1,
  );
}

/** Returns how much of the question a question right above the unit contains, as in a list of frequent questions. */
function coverQuestionAbove(unit: IndexedUnit, { terms, index, strengths }: RankContext): number {
  if (ASKS.test(unit.block.trail.at(-1) ?? ''))
    return shareOf(
      terms,
      strengths.map((map) => map.get(unit.index) ?? 0),
      SAID,
    );
  const above = unit.index > unit.first ? index.units[unit.index - 1] : undefined;
  if (above === undefined || !ASKS.test(above.text)) return 0;
  return shareOf(
    terms,
    strengths.map((map) => map.get(above.index) ?? 0),
    IN_TEXT,
  );
}

const ASKS = /[?？]["'”’)]*$/;

/** Salutations and closing lines of letters. */
const COURTESY =
  /^(?:dear|hello|hi|yours|kind regards|best regards|regards|best wishes|many thanks|thank you|thanks|sincerely|cheers|liebe[rs]?|sehr geehrte[rs]?|hallo|mit freundlichen|viele grüße|herzliche|chère?|bonjour|cordialement|bien à|estimad[oa]s?|querid[oa]s?|hola|atentamente|saludos)\b[^.;:]{0,40}[,.!]?$/iu;

/** Reads the form of a unit: questions, greetings and headers answer less often. */
function readForm(unit: IndexedUnit, question: AskedQuestion): Record<string, number> {
  const { text, block, document } = unit;
  const told = /[.!。！…]["'”’)]*$/.test(text);
  return {
    asks: ASKS.test(text) ? 1 : 0,
    leads: /[:：]$/.test(text) ? 1 : 0,
    courtesy: COURTESY.test(text) ? 1 : 0,
    quote: block.kind === 'quote' ? 1 : 0,
    row: block.kind === 'row' ? 1 : 0,
    item: block.kind === 'item' ? 1 : 0,
    code: document.format === 'code' ? 1 : 0,
    header: document.format === 'mail' && block.kind === 'row' ? 1 : 0,
    told: told ? 1 : 0,
    title: block.kind === 'prose' && !told && unit.size <= 8 && !/[\d:]/.test(text) ? 1 : 0,
    opening: unit.index === unit.first ? 1 : 0,
    foreign: unit.language === question.language ? 0 : 1,
  };
}
