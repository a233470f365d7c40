/**
 * Confidence of answers. `scripts/fit-ask.ts` calibrates it on training questions.
 *
 * @module
 */
import type { AnswerSource } from './short-answer.ts';

/** Features for the confidence of an answer. Numbers are between 0 and 1. */
export interface AnswerFeatures {
  /** Share of the question covered by the sentence, its context and the sentence before a hop. */
  readonly coverage: number;
  /** Share of the question's content words in the sentence, its headings or its neighbours. */
  readonly said: number;
  /** Missing content words: 0 for none, 1 for three or more. */
  readonly open: number;
  /** 1 if the rules for passages give the same answer. */
  readonly agrees: number;
  /** Certainty that the sentence refers to the span. */
  readonly certainty: number;
  /** Score margin over the best sentence that supports another answer. */
  readonly margin: number;
  /** Share of the question's names and numbers in the evidence. */
  readonly names: number;
  /** 1 if the answer takes a hop between sentences. */
  readonly hop: number;
  readonly source: AnswerSource;
  /** Whether the rules for passages give another answer. */
  readonly contradicted: boolean;
}

const WEIGHTS = {
  bias: -5,
  coverage: 2.6,
  said: 1.6,
  open: -2,
  agrees: 0,
  certainty: 3.2,
  margin: 1.2,
  names: 0.6,
  hop: -0.8,
};

/** Contribution of a source. The shares of `rule` are measured. `passages` alone never suffices. */
const SOURCES: Readonly<Record<Exclude<AnswerSource, 'rule' | 'passages'>, number>> = {
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

/** Share of right answers if the rules for passages choose by word weights. */
const BY_WEIGHT = 0.3;

/** Minimum confidence to state an answer. */
const STATED = 0.6;

/** An answer over several passages is stated from this share of right answers on. */
const STATED_BY_RULE = 0.8;

/** Whether an answer is stated. */
export function isStated({ source }: AnswerFeatures, confidence: number): boolean {
  return confidence >= (source === 'rule' ? STATED_BY_RULE : STATED);
}

/**
 * Estimates the probability that an answer is right. The certainty of a `rule` is its share of right answers on
 * the training questions of HotpotQA, 2WikiMultiHopQA and MuSiQue.
 */
export function estimateConfidence(features: AnswerFeatures): number {
  const { source, contradicted, ...numbers } = features;
  if (source === 'rule') return features.certainty;
  if (source === 'passages') return BY_WEIGHT;
  let sum = WEIGHTS.bias + SOURCES[source];
  for (const [name, value] of Object.entries(numbers)) sum += WEIGHTS[name as keyof typeof numbers] * value;
  const estimate = 1 / (1 + Math.exp(-sum));
  return contradicted ? estimate / 2 : estimate;
}

/** Features that show whether the documents contain an answer. */
export interface FoundFeatures {
  /** Share of the question's weight covered by the best sentences and their context. */
  readonly coverage: number;
  /** Whether the evidence contains a name of the question, but nothing asked about it. */
  readonly nameOnly: boolean;
  /** Whether a comparison or a stated relation between passages gives the answer. */
  readonly byRule: boolean;
  /** Whether a name or number of the question is missing from all documents. */
  readonly nameMissing: boolean;
}

const LEAST_COVERAGE = 0.5;

/** Returns whether the best sentences can count as an answer. */
export function isFound({ coverage, nameMissing, nameOnly, byRule }: FoundFeatures): boolean {
  if (byRule && !nameMissing) return coverage >= LEAST_COVERAGE - 0.1;
  if (nameOnly) return false;
  return coverage >= (nameMissing ? LEAST_COVERAGE + 0.2 : LEAST_COVERAGE);
}
