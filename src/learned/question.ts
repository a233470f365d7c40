/**
 * A question as the controller compares texts with it.
 *
 * @module
 */
import { nameSpans } from '../rules/names.ts';
import type { Profile, QuestionProfile } from '../rules/profile.ts';
import { headNoun, type Kind, questionKind } from '../rules/question-kind.ts';
import { flatten, isStopWord, priorWeight, stem, tokens } from '../rules/terms.ts';
import { readRarity, type WordCounts } from './word-counts.ts';

/** What a text and a question have in common. */
export interface Comparison {
  /** The rules' score of the text by the question's own words. */
  readonly direct: number;
  /** Values of `TEXT_FEATURES`, in their order. */
  readonly values: Float64Array;
  /** Share of the question's weight that each of its stems adds, 0 where the text lacks the stem. */
  readonly covers: Float64Array;
  /** Whether the text holds each name of the question, 0 or 1. */
  readonly names: Uint8Array;
}

/** A question with its weighted words and names, and what it was compared with so far. */
export interface PreparedQuestion {
  readonly profile: QuestionProfile;
  /** Stems that are part of a name. */
  readonly nameStems: ReadonlySet<string>;
  /** Its names, flattened. */
  readonly names: readonly string[];
  /** Stem of the noun that it asks for, if it has one. */
  readonly head: string | undefined;
  readonly kind: Kind;
  /** Its embedding with length 1. Absent without an embedder. */
  readonly vector?: Float32Array;
  /** Cached comparisons. They depend on the question and the text alone. */
  readonly comparisons: WeakMap<Profile, Comparison>;
  readonly links: WeakMap<Profile, WeakMap<Profile, number>>;
}

/** Prepares a question. Word counts give each word its weight. */
export function prepareQuestion(text: string, counts: WordCounts, vector?: Float32Array): PreparedQuestion {
  const names = nameSpans(text);
  const capitalised = new Set(tokens(names.join(' ')));
  const weights = new Map<string, number>();
  const nameStems = new Set<string>();
  for (const token of tokens(text)) {
    if (isStopWord(token)) continue;
    const key = stem(token);
    const isName = capitalised.has(token);
    const weight = priorWeight(token, isName) * Math.max(0.15, readRarity(counts, key));
    weights.set(key, Math.max(weight, weights.get(key) ?? 0));
    if (isName) nameStems.add(key);
  }
  const total = [...weights.values()].reduce((sum, weight) => sum + weight, 0) || 1;
  return {
    profile: { text, flat: flatten(text), weights, total, names },
    nameStems,
    names: names.map(flatten),
    head: headNoun(text),
    kind: questionKind(text),
    vector,
    comparisons: new WeakMap(),
    links: new WeakMap(),
  };
}
