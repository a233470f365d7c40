/**
 * Answers yes or no by the negations of a sentence.
 *
 * @module
 */
import type { IndexedUnit } from './evidence-index.ts';
import type { WordMatcher } from './match-words.ts';
import type { AskedQuestion } from './question.ts';

interface Verdict {
  readonly text: string;
  readonly certainty: number;
}

const NEGATION =
  /\b(?:no|not|never|none|nobody|cannot|can't|won't|isn't|aren't|don't|doesn't|didn't|without|neither|nor|forbidden|prohibited|excluded|except|refused|rejected|nicht|kein\w*|nie|verboten|ausgeschlossen|pas|jamais|aucun\w*|interdit\w*|no|nunca|prohibid\w*|ningun\w*)\b|ません|ない|不|没|禁止|않|없|안 /iu;

/** Answers yes or no by negation in the sentence and its heading. */
export function judge(question: AskedQuestion, { text, block }: IndexedUnit, matcher: WordMatcher): Verdict {
  const clause = nearestClause(text, matcher);
  const negated = NEGATION.test(clause) !== NEGATION.test(block.trail.at(-1) ?? '');
  const asked = NEGATION.test(question.text.replace(/^\W*\w+/, ''));
  const yes = negated === asked;
  const words = {
    en: ['yes', 'no'],
    de: ['ja', 'nein'],
    fr: ['oui', 'non'],
    es: ['sí', 'no'],
    ja: ['はい', 'いいえ'],
    zh: ['是', '不是'],
    ko: ['예', '아니요'],
  }[question.language];
  // A sentence that says both yes and no may answer either way.
  const mixed = NEGATION.test(text) !== NEGATION.test(clause);
  return { text: words[yes ? 0 : 1]!, certainty: mixed ? 0.4 : 0.7 };
}

/** Returns the part of a sentence that the question is about: "honey bees do, mason bees do not". */
function nearestClause(text: string, matcher: WordMatcher): string {
  const clauses = text.split(/[;.]\s|,\s(?:but|while|whereas|aber|mais|pero)\s/);
  return clauses.toSorted((left, right) => matcher.weigh(right) - matcher.weigh(left))[0] ?? text;
}
