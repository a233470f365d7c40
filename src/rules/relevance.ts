/**
 * Scores how much a text helps a question: shared words, its title in the question, and chains of names.
 *
 * @module
 */
import { keepPairs } from './caches.ts';
import {
  longNameForms,
  mentions,
  type Profile,
  type QuestionProfile,
  readSentences,
  titleNameForms,
} from './profile.ts';
import { isCommonWord } from './terms.ts';

export interface Ranked {
  readonly profile: Profile;
  /** Score by the question alone. */
  readonly direct: number;
  /** Score including chains of names. */
  readonly score: number;
}

const titleWordFactor = 1.4;
const titleBonus = 0.5;
const chainFactor = 0.9;
/** Fraction of its own score that a text keeps if a chain lifts it. */
const ownPart = 0.7;
const chainWidth = 5;
const chainRounds = 2;

/** Returns the share of the question's weight that a set of stems covers. */
export function coverage(question: QuestionProfile, stems: ReadonlySet<string>): number {
  let sum = 0;
  for (const [key, weight] of question.weights) if (stems.has(key)) sum += weight;
  return sum / question.total;
}

/** Returns the relevance by the question's own words. */
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

/** Returns whether a title is a single everyday word, which is not distinctive. */
function isWeakForm(form: string): boolean {
  const word = form.trim();
  return !word.includes(' ') && (isCommonWord(word) || word.length < 3);
}

/** Fraction of the score passed on by a text that names the other back, or that shares a name with it. */
const backTie = 0.45;
const sharedTie = 0.3;

/**
 * Scores how clearly `from` points to `to`, 0 to 1. A mention of the title counts most, above all in a sentence that
 * matches the question. Other links count less. Links up to `worth` are skipped and may give 0.
 */
export function link(question: QuestionProfile, from: Profile, to: Profile, worth = 0): number {
  const form = mentionedForm(question, to, from);
  if (form === undefined) return weakTie(question, from, to, worth);
  const certainty = form.trim().includes(' ') ? 1 : 0.6;
  let best = 0;
  for (const sentence of readSentences(from))
    if (sentence.flat.includes(form)) best = Math.max(best, coverage(question, sentence.stems));
  return certainty * (0.65 + 0.35 * Math.min(1, 2 * best));
}

const isPassing = ({ from }: Profile): boolean => from === 'document';

/** Returns the form of a title that another text mentions. */
const findMention = keepPairs(
  isPassing,
  (titled: Profile, text: Profile): string | undefined =>
    titleNameForms(titled).find((one) => mentions(text, one) && !isWeakForm(one.form))?.form,
);

/** Returns the form of a title that another text mentions and the question does not. */
function mentionedForm(question: QuestionProfile, titled: Profile, text: Profile): string | undefined {
  const form = findMention(titled, text);
  return form !== undefined && !question.flat.includes(form) ? form : undefined;
}

/** Lists the flattened multi-word names that both texts mention. */
const listSharedNames = keepPairs(isPassing, (from: Profile, to: Profile): readonly string[] =>
  longNameForms(from)
    .filter((name) => mentions(to, name))
    .map(({ form }) => form),
);

/** Returns whether `to` names the title of `from`, or both mention a multi-word name that the question does not. */
function weakTie(question: QuestionProfile, from: Profile, to: Profile, worth: number): number {
  if (worth >= backTie) return 0;
  if (mentionedForm(question, from, to) !== undefined) return backTie;
  if (worth >= sharedTie) return 0;
  return listSharedNames(from, to).some((form) => !question.flat.includes(form)) ? sharedTie : 0;
}

/** Ranks texts for a question, best first. Strong texts raise the texts they name. */
export function rank(question: QuestionProfile, profiles: readonly Profile[]): Ranked[] {
  const direct = profiles.map((profile) => directScore(question, profile));
  let scores: readonly number[] = direct;
  for (let round = 0; round < chainRounds; round += 1) scores = lifted(question, profiles, direct, scores);
  return profiles
    .map((profile, index) => ({ profile, direct: direct[index]!, score: scores[index]! }))
    .sort((left, right) => right.score - left.score);
}

/** Runs one round of chaining: the strongest texts raise the scores of texts they point to. */
function lifted(
  question: QuestionProfile,
  profiles: readonly Profile[],
  direct: readonly number[],
  scores: readonly number[],
): number[] {
  const heads = scores
    .map((score, index) => ({ score, index }))
    .sort((left, right) => right.score - left.score)
    .slice(0, chainWidth)
    .filter(({ score }) => score > 0);
  return scores.map((score, index) => {
    const own = direct[index]! * ownPart;
    let best = score - own;
    for (const head of heads) {
      const reach = head.score * chainFactor;
      if (head.index === index || reach <= best) continue;
      best = Math.max(best, reach * link(question, profiles[head.index]!, profiles[index]!, best / reach));
    }
    return own + best;
  });
}
