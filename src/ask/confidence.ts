/**
 * Confidence of answers. `scripts/fit-ask.ts` calibrates it on training questions.
 *
 * @module
 */
import type { AnswerRule } from '../rules/ruled-answer.ts';
import { estimateProbability } from './estimate-probability.ts';
import type { FoundFeatures } from './evidence-gaps.ts';
import type { PassageEvidence } from './passage-answer.ts';
import { estimatePassage, mayState, STATED_FROM_PASSAGES } from './passage-confidence.ts';
import type { AnswerSource } from './short-answer.ts';
import type { TermCoverage } from './term-coverage.ts';

/** Features for the confidence of an answer. Numbers are between 0 and 1. */
export interface AnswerFeatures extends TermCoverage {
  /** Share of the question covered by the sentence, its context and the sentence before a hop. */
  readonly coverage: number;
  /** Certainty that the sentence refers to the span. */
  readonly certainty: number;
  /** Score margin over the best sentence that supports another answer. */
  readonly margin: number;
  /** 1 if the answer takes a hop between sentences. */
  readonly hop: number;
  /** Evidence that the documents contain an answer: the logarithm of its odds, in quarters. */
  readonly found: number;
  readonly source: AnswerSource;
  /** Set if the rules for passages gave the answer. `certainty` is then 0 unless the best sentence gives it too. */
  readonly passages?: PassageEvidence;
}

/** Weights of the inputs. Written by `scripts/fit-files.ts`. */
const WEIGHTS: Readonly<Record<string, number>> = {
  asked: -0.16,
  bias: -1.27,
  cell: -0.85,
  certainty: 1.91,
  clause: -0.16,
  coverage: 0.89,
  extreme: 2.2,
  found: 3.41,
  hop: 0.21,
  list: 0.17,
  main: -0.14,
  margin: 1.03,
  name: -0.93,
  names: -0.13,
  near: -0.72,
  open: -1.08,
  said: -0.38,
  section: 0.07,
  span: -0.74,
  statement: -0.09,
  verdict: -0.94,
};

/** Minimum confidence to state an answer. */
const STATED = 0.75;

/** Below this certainty, another span of the sentence is as likely. */
const LEAST_CERTAINTY = 0.5;

/** Returns whether an answer is stated. */
export function isStated({ passages, certainty }: AnswerFeatures, confidence: number): boolean {
  if (passages !== undefined) return confidence >= STATED_FROM_PASSAGES && mayState(passages);
  return confidence >= STATED && certainty >= LEAST_CERTAINTY;
}

/** Minimum confidence to show an answer as a guess. */
const GUESSED = 0.5;

/** Returns whether an answer that is not stated is shown as a guess. */
export function isGuess({ certainty, passages }: AnswerFeatures, confidence: number): boolean {
  return passages === undefined && confidence >= GUESSED && certainty >= LEAST_CERTAINTY;
}

/** Returns the inputs of the regression for answers from files. */
export function readFileInputs({ source, passages: _, ...numbers }: AnswerFeatures): Record<string, number> {
  return { bias: 1, [source]: 1, ...numbers };
}

/** Estimates the probability that an answer is right. */
export function estimateConfidence(features: AnswerFeatures): number {
  const { source, passages } = features;
  if (passages !== undefined) return estimatePassage(passages, features);
  if (source === 'passages') return 0;
  return estimateProbability(WEIGHTS, readFileInputs(features));
}

/** Returns whether a comparison or a stated relation gave an answer, instead of word weights or a guess. */
export function isRule(rule: AnswerRule): boolean {
  return rule !== 'candidate' && rule !== 'title' && rule !== 'guess';
}

/** Returns the inputs of the regression that decides `found`. */
export function readFoundInputs(features: FoundFeatures): Record<string, number> {
  return { bias: 1, ...features };
}

/** Weights of the inputs of `found`. Written by `scripts/fit-files.ts`. */
const FOUND_WEIGHTS: Readonly<Record<string, number>> = {
  asked: -0.47,
  bias: -2.18,
  certainty: 0.8,
  coverage: 1.26,
  formed: -0.59,
  joined: -0.54,
  kindless: -1.76,
  lead: 0.93,
  main: 0.22,
  mass: 0.54,
  missing: 0.14,
  nameMissing: -0.02,
  nameOnly: -1.31,
  names: 1.01,
  near: -0.49,
  open: -0.29,
  rest: 0.46,
  said: 0.45,
  score: 1.32,
  title: -0.94,
};

/** Minimum probability that the documents contain an answer, and the minimum beside a confident short answer. */
const FOUND = 0.65;
const FOUND_WITH_ANSWER = 0.4;

/** Estimates the probability that the documents contain an answer. */
export function estimateFound(features: FoundFeatures): number {
  return estimateProbability(FOUND_WEIGHTS, readFoundInputs(features));
}

/** Returns the logarithm of the odds of a probability, in quarters. */
export function toQuarterLogit(probability: number): number {
  return Math.log(probability / (1 - probability)) / 4;
}

/**
 * Returns whether the best sentences can count as an answer.
 *
 * @param found probability that the documents contain an answer
 * @param confident whether a short answer is confident enough to be stated
 */
export function isFound(found: number, confident: boolean): boolean {
  return found >= (confident ? FOUND_WITH_ANSWER : FOUND);
}

/** Minimum coverage of the question by the evidence of an answer by rule. */
const LEAST_BY_RULE = 0.4;

/** Returns whether an answer by comparison or by a stated relation between passages counts. */
export function isFoundByRule({ coverage, nameMissing }: FoundFeatures): boolean {
  return nameMissing === 0 && coverage >= LEAST_BY_RULE;
}
