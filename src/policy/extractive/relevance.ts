/** How much a text helps a question: shared words, its title in the question, and chains of names. */
import {
  longNameForms,
  type Profile,
  type QuestionProfile,
  type SentenceProfile,
  sentencesOf,
} from './profile.ts';
import { isCommonWord } from './terms.ts';

export interface Ranked {
  readonly profile: Profile;
  /** By the question alone. */
  readonly direct: number;
  /** With what a chain of names adds. */
  readonly score: number;
}

const titleWordFactor = 1.4;
const titleBonus = 0.5;
const chainFactor = 0.9;
const chainWidth = 5;
const chainRounds = 2;

/** Share of the question's weight that a set of stems covers. */
export function coverage(question: QuestionProfile, stems: ReadonlySet<string>): number {
  let sum = 0;
  for (const [key, weight] of question.weights) if (stems.has(key)) sum += weight;
  return sum / question.total;
}

/** Relevance by the question's own words. */
export function directScore(question: QuestionProfile, profile: Profile): number {
  let sum = 0;
  for (const [key, weight] of question.weights)
    if (profile.stems.has(key)) sum += weight * (profile.titleStems.has(key) ? titleWordFactor : 1);
  let score = sum / question.total;
  const named = profile.forms.find((form) => question.flat.includes(form) && !isWeakForm(form));
  if (named !== undefined) {
    let inside = 0;
    for (const key of profile.titleStems) if (question.weights.has(key)) inside += 1;
    score += titleBonus * (0.4 + 0.6 * (profile.titleStems.size > 0 ? inside / profile.titleStems.size : 1));
  }
  return score;
}

/** A one-word title that is an everyday word names nothing in particular. */
function isWeakForm(form: string): boolean {
  const word = form.trim();
  return !word.includes(' ') && (isCommonWord(word) || word.length < 3);
}

/** How clearly `from` points to `to`: by naming its title, best in a sentence that speaks of what is asked. */
export function link(question: QuestionProfile, from: Profile, to: Profile): number {
  const form = to.forms.find((one) => from.flat.includes(one) && !isWeakForm(one));
  if (form !== undefined && !question.flat.includes(form)) {
    const width = form.trim().split(' ').length;
    const certainty = width > 1 ? 1 : 0.6;
    const best = sentencesOf(from).reduce(
      (most, sentence) =>
        sentence.flat.includes(form) ? Math.max(most, coverage(question, sentence.stems)) : most,
      0,
    );
    return certainty * (0.65 + 0.35 * Math.min(1, 2 * best));
  }
  return sharedName(question, from, to);
}

/** A weaker tie: both texts mention one name of several words that the question does not. */
function sharedName(question: QuestionProfile, from: Profile, to: Profile): number {
  for (const form of longNameForms(from))
    if (to.flat.includes(form) && !question.flat.includes(form)) return 0.3;
  const back = from.forms.find((one) => to.flat.includes(one) && !isWeakForm(one));
  return back !== undefined && !question.flat.includes(back) ? 0.45 : 0;
}

/** Ranks texts for a question, best first; strong texts lift those that they name. */
export function rank(question: QuestionProfile, profiles: readonly Profile[]): Ranked[] {
  const direct = profiles.map((profile) => directScore(question, profile));
  let scores = [...direct];
  for (let round = 0; round < chainRounds; round += 1) {
    const heads = scores
      .map((score, index) => ({ score, index }))
      .sort((left, right) => right.score - left.score)
      .slice(0, chainWidth);
    scores = scores.map((_, index) => {
      let lift = 0;
      for (const head of heads) {
        if (head.index === index || head.score <= 0) continue;
        const reach = head.score * chainFactor;
        if (reach <= lift) continue;
        lift = Math.max(lift, reach * link(question, profiles[head.index]!, profiles[index]!));
      }
      return Math.max(scores[index]!, direct[index]! * 0.7 + lift);
    });
  }
  return profiles
    .map((profile, index) => ({ profile, direct: direct[index]!, score: scores[index]! }))
    .sort((left, right) => right.score - left.score);
}

/** The sentence that covers most of the question. */
export function bestSentence(question: QuestionProfile, profile: Profile): SentenceProfile | undefined {
  let best: SentenceProfile | undefined;
  let most = -1;
  for (const sentence of sentencesOf(profile)) {
    const value = coverage(question, sentence.stems);
    if (value > most) [best, most] = [sentence, value];
  }
  return best;
}
