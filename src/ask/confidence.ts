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

/** Weights of the inputs. */
const WEIGHTS: Readonly<Record<string, number>> = {
  bias: -5,
  coverage: 2.6,
  said: 1.6,
  open: -2,
  certainty: 3.2,
  margin: 1.2,
  names: 0.6,
  hop: -0.8,
  cell: 0.6,
  extreme: 1,
  list: 0.5,
  span: 0,
  name: -0.4,
  statement: 0.2,
  section: 0,
  verdict: -0.2,
  clause: 0.3,
};

/** Minimum confidence to state an answer. */
const STATED = 0.6;

/** Below this certainty, another span of the sentence is as likely. */
const LEAST_CERTAINTY = 0.5;

/** Returns whether an answer is stated. */
export function isStated({ passages, certainty }: AnswerFeatures, confidence: number): boolean {
  if (passages !== undefined) return confidence >= STATED_FROM_PASSAGES;
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
  let sum = 0;
  for (const [name, value] of Object.entries(readFileInputs(features))) sum += (WEIGHTS[name] ?? 0) * value;
  return 1 / (1 + Math.exp(-sum));
}

/** Returns whether a comparison or a stated relation gave an answer, instead of word weights or a guess. */
export function isRule(rule: AnswerRule): boolean {
  return rule !== 'candidate' && rule !== 'title' && rule !== 'guess';
}

/** Returns the inputs of the regression that decides `found`. */
export function readFoundInputs(features: FoundFeatures): Record<string, number> {
  return { bias: 1, ...features };
}

const LEAST_COVERAGE = 0.5;

/** Returns whether the best sentences can count as an answer. */
export function isFound({ coverage, nameMissing, nameOnly, kindless, main }: FoundFeatures): boolean {
  if (nameOnly === 1 || kindless === 1 || main < 0.25) return false;
  return coverage >= (nameMissing === 1 ? LEAST_COVERAGE + 0.2 : LEAST_COVERAGE);
}

/** Returns whether an answer by comparison or by a stated relation between passages counts. */
export function isFoundByRule({ coverage, nameMissing }: FoundFeatures): boolean {
  return nameMissing === 0 && coverage >= LEAST_COVERAGE - 0.1;
}
