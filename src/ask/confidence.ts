/**
 * How sure an answer is. The weights are fitted on training questions by `scripts/fit-ask.ts`.
 *
 * @module
 */
import type { AnswerSource } from './short-answer.ts';

/** What the confidence of an answer is computed from. Each lies between 0 and 1. */
export interface AnswerFeatures {
  /** Share of the question that the sentence, its context and the sentence before a hop cover. */
  readonly coverage: number;
  /** Share that the sentence and its headings cover by themselves. */
  readonly own: number;
  /** How surely the sentence means the stretch. */
  readonly certainty: number;
  /** Distance to the best sentence that supports another answer, by score. */
  readonly margin: number;
  /** Names and numbers of the question that the evidence holds. */
  readonly names: number;
  /** 1 if a name led from one sentence to another. */
  readonly hop: number;
  readonly source: AnswerSource;
}

const WEIGHTS = { bias: -5, coverage: 2.6, own: 1.6, certainty: 3.2, margin: 1.2, names: 0.6, hop: -0.8 };

const SOURCES: Readonly<Record<AnswerSource, number>> = {
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

/** An answer is stated from this confidence on. */
export const STATED = 0.6;

/** Estimates the probability that an answer is right. */
export function estimateConfidence(features: AnswerFeatures): number {
  const { source, ...numbers } = features;
  let sum = WEIGHTS.bias + SOURCES[source];
  for (const [name, value] of Object.entries(numbers)) sum += WEIGHTS[name as keyof typeof numbers] * value;
  return 1 / (1 + Math.exp(-sum));
}

/** What tells whether the documents hold an answer at all. */
export interface FoundFeatures {
  /** Share of the question's weight in the best sentences and their context. */
  readonly coverage: number;
  /** The evidence says a name of the question, and nothing of what is asked about it. */
  readonly nameOnly: boolean;
  /** A name or number of the question is in no document. */
  readonly nameMissing: boolean;
}

const LEAST_COVERAGE = 0.5;

/** Whether the best sentences can be taken as an answer. */
export function isFound({ coverage, nameMissing, nameOnly }: FoundFeatures): boolean {
  if (nameOnly) return false;
  return coverage >= (nameMissing ? LEAST_COVERAGE + 0.2 : LEAST_COVERAGE);
}
