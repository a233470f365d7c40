/**
 * Scores texts by chains of names, as the rules rank them, with cached links.
 *
 * @module
 */
import type { Profile } from '../rules/profile.ts';
import { link } from '../rules/relevance.ts';
import { compareText } from './comparison.ts';
import type { PreparedQuestion } from './question.ts';

const CHAIN_WIDTH = 5;
const CHAIN_ROUNDS = 2;
const CHAIN_FACTOR = 0.9;
/** Fraction of its own score that a text keeps if a chain lifts it. */
const OWN_PART = 0.7;

/** Scores of texts, and the strongest of them. */
export interface ChainScores {
  readonly scores: Float64Array;
  /** Places of the strongest texts, best first. */
  readonly heads: readonly number[];
}

/** Returns how clearly one text points to another, 0 to 1. Cached per question. */
export function readLink(question: PreparedQuestion, from: Profile, to: Profile): number {
  let links = question.links.get(from);
  if (links === undefined) {
    links = new WeakMap();
    question.links.set(from, links);
  }
  let value = links.get(to);
  if (value === undefined) {
    value = link(question.profile, from, to);
    links.set(to, value);
  }
  return value;
}

/** Scores texts for a question: strong texts raise the texts that they name. */
export function scoreChains(question: PreparedQuestion, texts: readonly Profile[]): ChainScores {
  const direct = texts.map((text) => compareText(question, text).direct);
  let scores = Float64Array.from(direct);
  let heads = pickBest(scores, CHAIN_WIDTH);
  for (let round = 0; round < CHAIN_ROUNDS; round += 1) {
    scores = Float64Array.from(texts, (text, place) => {
      const own = direct[place]! * OWN_PART;
      let best = scores[place]! - own;
      for (const head of heads) {
        const reach = scores[head]! * CHAIN_FACTOR;
        if (head === place || reach <= best) continue;
        best = Math.max(best, reach * readLink(question, texts[head]!, text));
      }
      return own + best;
    });
    heads = pickBest(scores, CHAIN_WIDTH);
  }
  return { scores, heads };
}

/** Returns the places of the highest positive scores, best first. Earlier texts win ties. */
export function pickBest(scores: ArrayLike<number>, count: number): readonly number[] {
  return sortPlaces(scores)
    .slice(0, count)
    .filter((place) => scores[place]! > 0);
}

/** Returns all places by falling score. Earlier texts win ties. */
export function sortPlaces(scores: ArrayLike<number>): readonly number[] {
  return Array.from({ length: scores.length }, (_, place) => place).sort(
    (left, right) => scores[right]! - scores[left]! || left - right,
  );
}
