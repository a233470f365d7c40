/**
 * Chooses the names to look for next: strong evidence mentions them, and no text about them was seen yet.
 *
 * @module
 */
import { type Profile, type QuestionProfile, readNames, readSentences } from './profile.ts';
import { coverage, type Ranked } from './relevance.ts';
import { flatten, isStopWord, stem, tokens } from './terms.ts';

export interface Bridge {
  readonly name: string;
  readonly value: number;
}

const width = 5;

/** Returns names in strong evidence that are not in the question or in any seen title, best first. */
export function bridges(question: QuestionProfile, ranking: readonly Ranked[]): Bridge[] {
  const seen = new Set(ranking.flatMap(({ profile }) => profile.forms));
  const values = new Map<string, Bridge>();
  ranking.slice(0, width).forEach(({ profile, score }, place) => {
    for (const name of readNames(profile)) {
      const flat = flatten(name);
      if (
        flat.trim().length < 3 ||
        isDate(name) ||
        question.flat.includes(flat) ||
        seen.has(flat) ||
        profile.forms.some((form) => form.includes(flat))
      )
        continue;
      const value =
        score * (1 - 0.1 * place) * nearness(question, profile, flat) * (name.includes(' ') ? 1 : 0.7);
      const before = values.get(flat);
      if (!before || before.value < value) values.set(flat, { name, value });
    }
  });
  return [...values.values()].sort((left, right) => right.value - left.value);
}

/** Days, months and years are too general to search for. */
const isDate = (name: string): boolean => datePattern.test(name);
const months = 'January|February|March|April|May|June|July|August|September|October|November|December';
const datePattern = new RegExp(`^(?:(?:${months})\\b|\\p{N}+$)`, 'u');

/** Returns titles of strong evidence that the question does not name. Other texts may mention them. */
export function pointers(question: QuestionProfile, ranking: readonly Ranked[]): Bridge[] {
  return ranking.slice(0, width).flatMap(({ profile, score }) => {
    const form = profile.forms[0];
    if (form === undefined || question.flat.includes(form)) return [];
    return [{ name: form.trim(), value: score }];
  });
}

/** Scores how well the sentence around a name matches the question. */
function nearness(question: QuestionProfile, profile: Profile, flat: string): number {
  let best = 0;
  readSentences(profile).forEach((sentence, index) => {
    if (sentence.flat.includes(flat))
      best = Math.max(best, coverage(question, sentence.stems) + (index === 0 ? 0.15 : 0));
  });
  return 0.3 + best;
}

/** Returns the question's content words that the evidence does not contain yet. */
export function openWords(question: QuestionProfile, evidence: readonly Profile[]): string[] {
  const words = [...new Set(tokens(question.text))].filter((word) => !isStopWord(word));
  return words.filter((word) => !evidence.some((profile) => profile.stems.has(stem(word))));
}

/** Returns the question without function words, except those inside names. */
export function contentQuery(question: QuestionProfile): string {
  const named = new Set(question.names.filter((name) => name.includes(' ')).flatMap(tokens));
  return [...new Set(tokens(question.text))].filter((word) => !isStopWord(word) || named.has(word)).join(' ');
}
