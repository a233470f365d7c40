/**
 * How sure an answer is. `scripts/fit-ask.ts` measures it on training questions.
 *
 * @module
 */
import type { AnswerSource } from './short-answer.ts';

/** What the confidence of an answer is computed from. Numbers lie between 0 and 1. */
export interface AnswerFeatures {
  /** Share of the question that the sentence, its context and the sentence before a hop cover. */
  readonly coverage: number;
  /** Share of the question's content that the sentence, its headings or its neighbours say. */
  readonly said: number;
  /** Words of content that they do not say: 0 for none, 1 for three or more. */
  readonly open: number;
  /** 1 if the rules for passages give the same answer. */
  readonly agrees: number;
  /** How surely the sentence means the stretch. */
  readonly certainty: number;
  /** Distance to the best sentence that supports another answer, by score. */
  readonly margin: number;
  /** Names and numbers of the question that the evidence holds. */
  readonly names: number;
  /** 1 if a name led from one sentence to another. */
  readonly hop: number;
  readonly source: AnswerSource;
  /** The rules for passages say something else. */
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

/** What a source adds. The shares of `rule` are measured, and `passages` never suffices by itself. */
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

/** Share of right answers where the rules for passages choose by the weight of words. */
const BY_WEIGHT = 0.3;

/** An answer is stated from this confidence on. */
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

/** What tells whether the documents hold an answer at all. */
export interface FoundFeatures {
  /** Share of the question's weight in the best sentences and their context. */
  readonly coverage: number;
  /** The evidence says a name of the question, and nothing of what is asked about it. */
  readonly nameOnly: boolean;
  /** A comparison or a stated relation between passages gives the answer. */
  readonly byRule: boolean;
  /** A name or number of the question is in no document. */
  readonly nameMissing: boolean;
}

const LEAST_COVERAGE = 0.5;

/** Whether the best sentences can be taken as an answer. */
export function isFound({ coverage, nameMissing, nameOnly, byRule }: FoundFeatures): boolean {
  if (byRule && !nameMissing) return coverage >= LEAST_COVERAGE - 0.1;
  if (nameOnly) return false;
  return coverage >= (nameMissing ? LEAST_COVERAGE + 0.2 : LEAST_COVERAGE);
}
