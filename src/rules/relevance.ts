/**
 * Scores how much a text helps a question: shared words, its title in the question, and chains of names.
 *
 * @module
 */
import { longNameForms, type Profile, type QuestionProfile, sentencesOf } from './profile.ts';
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
/** What a text keeps of its own score where a chain lifts it. */
const ownPart = 0.7;
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

/** How much of a text's score one that names it back, or that shares a name with it, passes on. */
const backTie = 0.45;
const sharedTie = 0.3;

/**
 * How clearly `from` points to `to`, 0 to 1: by naming its title, best in a sentence that speaks of what is
 * asked, else by a weaker tie. Ties up to `worth` are not looked for and may come back as 0.
 */
export function link(question: QuestionProfile, from: Profile, to: Profile, worth = 0): number {
  const form = mentionedForm(question, to, from);
  if (form === undefined) return weakTie(question, from, to, worth);
  const certainty = form.trim().includes(' ') ? 1 : 0.6;
  let best = 0;
  for (const sentence of sentencesOf(from))
    if (sentence.flat.includes(form)) best = Math.max(best, coverage(question, sentence.stems));
  return certainty * (0.65 + 0.35 * Math.min(1, 2 * best));
}

/** The form of a title that another text mentions and the question does not. */
function mentionedForm(question: QuestionProfile, titled: Profile, text: Profile): string | undefined {
  const form = titled.forms.find((one) => text.flat.includes(one) && !isWeakForm(one));
  return form !== undefined && !question.flat.includes(form) ? form : undefined;
}

/** `to` names the title of `from`, or both mention one name of several words that the question does not. */
function weakTie(question: QuestionProfile, from: Profile, to: Profile, worth: number): number {
  if (worth >= backTie) return 0;
  if (mentionedForm(question, from, to) !== undefined) return backTie;
  if (worth >= sharedTie) return 0;
  const shared = longNameForms(from).some((form) => to.flat.includes(form) && !question.flat.includes(form));
  return shared ? sharedTie : 0;
}

/** Ranks texts for a question, best first; strong texts lift those that they name. */
export function rank(question: QuestionProfile, profiles: readonly Profile[]): Ranked[] {
  const direct = profiles.map((profile) => directScore(question, profile));
  let scores: readonly number[] = direct;
  for (let round = 0; round < chainRounds; round += 1) scores = lifted(question, profiles, direct, scores);
  return profiles
    .map((profile, index) => ({ profile, direct: direct[index]!, score: scores[index]! }))
    .sort((left, right) => right.score - left.score);
}

/** One round of chaining: the scores after the strongest texts have lifted those that they point to. */
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
