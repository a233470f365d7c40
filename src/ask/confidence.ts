/**
 * Confidence of answers. `scripts/fit-ask.ts` calibrates it on training questions.
 *
 * @module
 */
import type { AnswerRule } from '../rules/ruled-answer.ts';
import type { FoundFeatures } from './evidence-gaps.ts';
import type { PassageEvidence } from './passage-answer.ts';
import { estimatePassage, STATED as STATED_FROM_PASSAGES } from './passage-confidence.ts';
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
  readonly source: AnswerSource;
  /** Set if the rules for passages gave the answer. `certainty` is then 0 unless the best sentence gives it too. */
  readonly passages?: PassageEvidence;
}

/** Weights of the inputs. Written by `scripts/fit-files.ts`. */
const WEIGHTS: Readonly<Record<string, number>> = {
  asked: 0.01,
  bias: -2.72,
  cell: -1.09,
  certainty: 1.2,
  clause: 0.29,
  coverage: 2.56,
  extreme: 1.17,
  hop: -1.11,
  list: 0.08,
  main: 0.63,
  margin: 1.35,
  name: -1.43,
  names: 0.02,
  near: 0.27,
  open: -2.65,
  said: 0.16,
  section: 0.39,
  span: -0.9,
  statement: -0.47,
  verdict: -0.84,
};

/** Minimum confidence to state an answer. */
const STATED = 0.75;

/** Below this certainty, another span of the sentence is as likely. */
const LEAST_CERTAINTY = 0.5;

/**
 * Returns whether an answer is stated. If the passage about it opens with another form of its name, either form may be
 * the expected one, so only sentences are shown.
 */
export function isStated({ passages, certainty }: AnswerFeatures, confidence: number): boolean {
  if (passages !== undefined) return confidence >= STATED_FROM_PASSAGES && passages.renamed === 0;
  return confidence >= STATED && certainty >= LEAST_CERTAINTY;
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
  return estimate(WEIGHTS, readFileInputs(features));
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
  asked: -0.07,
  bias: -2.93,
  coverage: 3.03,
  kindless: -1.95,
  main: 0.37,
  missing: -0.46,
  nameMissing: -0.28,
  nameOnly: -1.18,
  names: 0.71,
  near: 0.46,
  open: -1.28,
  said: 0.51,
};

/** Minimum probability that the documents contain an answer. */
const FOUND = 0.6;

/** Returns whether the best sentences can count as an answer. */
export function isFound(features: FoundFeatures): boolean {
  return estimate(FOUND_WEIGHTS, readFoundInputs(features)) >= FOUND;
}

function estimate(
  weights: Readonly<Record<string, number>>,
  inputs: Readonly<Record<string, number>>,
): number {
  let sum = 0;
  for (const [name, value] of Object.entries(inputs)) sum += (weights[name] ?? 0) * value;
  return 1 / (1 + Math.exp(-sum));
}

const LEAST_BY_RULE = 0.4;

/** Returns whether an answer by comparison or by a stated relation between passages counts. */
export function isFoundByRule({ coverage, nameMissing }: FoundFeatures): boolean {
  return nameMissing === 0 && coverage >= LEAST_BY_RULE;
}
