/**
 * Measures what the best evidence lacks: words and names of the question, and the asked kind of answer.
 *
 * @module
 */
import type { IndexedUnit } from './evidence-index.ts';
import { FORMED_KINDS } from './formed-kinds.ts';
import type { Placed } from './place-units.ts';
import type { AskedQuestion } from './question.ts';
import type { QuestionTerm } from './question-terms.ts';
import type { ShortAnswer } from './short-answer.ts';
import { IN_TEXT, measureTerms, SAID, type TermCoverage } from './term-coverage.ts';
import { lacksContact, unitHoldsKind } from './unit-kind.ts';

/** Features that show whether the documents contain an answer. Numbers are between 0 and 1, unless noted. */
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
  /** Weight of the content words in the sentence, relative to three rare words. At most 2. */
  readonly mass: number;
  /** Weight of the content words that other texts contain and the sentence lacks, relative to three rare words. */
  readonly rest: number;
  /** Logarithm of the score. */
  readonly score: number;
  /** Logarithm of the score over that of the best sentence of another document, at most 1. */
  readonly lead: number;
  /** Certainty of the short answer, 0 without one. */
  readonly certainty: number;
  /** 1 if the question asks for an answer with a form, such as a date, and the sentence contains one. */
  readonly formed: number;
  /** 1 if a name joins two sentences. */
  readonly joined: number;
  /** 1 if the sentence has the form of a title or of a question. */
  readonly title: number;
}

/** Number of best sentences, and least share of the best score, among which the best features are chosen. */
const LOOKED = 3;
const CLOSE_SCORE = 0.7;

/** Strength below which a word besides the name counts as absent. */
const ABSENT = 0.4;

/** Features of the question that all of its evidence shares. */
interface Asked {
  readonly question: AskedQuestion;
  readonly terms: readonly QuestionTerm[];
  readonly content: readonly QuestionTerm[];
  readonly missing: number;
  readonly nameMissing: number;
  /** Weight of three words that are in one sentence only. */
  readonly rare: number;
}

/** Returns the features of the best of the first sentences. */
export function readFoundFeatures(
  question: AskedQuestion,
  terms: readonly QuestionTerm[],
  placed: readonly Placed[],
  units: number,
  getAnswer: (unit: IndexedUnit) => ShortAnswer | undefined,
): FoundFeatures {
  const least = (placed[0]?.score ?? 0) * CLOSE_SCORE;
  const content = terms.filter(({ generic }) => !generic);
  const total = content.reduce((sum, { weight }) => sum + weight, 0) || 1;
  const shown = placed.slice(0, LOOKED);
  const asked: Asked = {
    question,
    terms,
    content,
    missing: content.reduce((sum, term) => sum + (term.missing ? term.weight : 0), 0) / total,
    nameMissing: terms.some((term) => term.named && term.missing) ? 1 : 0,
    rare: 3 * Math.log(1 + (units + 1) / 1.5),
  };
  const features = shown
    .filter(({ score }) => score >= least)
    .map((one) => readOne(one, asked, placed, getAnswer(one.unit)));
  return features.toSorted((left, right) => weigh(right) - weigh(left))[0]!;
}

function readOne(
  { unit, coverage, strengths, score, features, joined }: Placed,
  { question, terms, content, missing, nameMissing, rare }: Asked,
  placed: readonly Placed[],
  answer: ShortAnswer | undefined,
): FoundFeatures {
  const holds = answer !== undefined || unitHoldsKind(question, unit);
  const others = content.filter(({ named }) => !named);
  const bare =
    others.length > 0 &&
    others.length < content.length &&
    others.every((term) => strengths[terms.indexOf(term)]! < ABSENT);
  const formed = FORMED_KINDS.has(question.kind);
  const sumWeights = (test: (term: QuestionTerm, strength: number) => boolean): number =>
    content.reduce((sum, term) => {
      const strength = Math.min(1, strengths[terms.indexOf(term)] ?? 0);
      return sum + (test(term, strength) ? term.weight : 0);
    }, 0) / rare;
  // Sentences that a name joins do not compete.
  const rival = placed.find((one) => one.unit.first !== unit.first && !one.joined);
  return {
    ...measureTerms(terms, strengths),
    coverage,
    kindless: (formed && !holds) || lacksContact(question, unit.text) ? 1 : 0,
    nameOnly: bare ? 1 : 0,
    missing,
    nameMissing,
    mass: Math.min(
      2,
      sumWeights((_, strength) => strength >= IN_TEXT),
    ),
    rest: Math.min(
      2,
      sumWeights((term, strength) => strength < SAID && !term.missing),
    ),
    score: Math.log(Math.max(0.05, score)),
    lead: rival === undefined ? 1 : Math.max(0, Math.min(1, Math.log(score / Math.max(1e-6, rival.score)))),
    certainty: answer?.certainty ?? 0,
    formed: formed && holds ? 1 : 0,
    joined: joined ? 1 : 0,
    title: Math.max(features.title ?? 0, features.asks ?? 0),
  };
}

function weigh({ coverage, said, near, main, names, kindless }: FoundFeatures): number {
  return coverage + said + near + main + names - kindless;
}
