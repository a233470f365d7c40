/**
 * Answers "Which port …" and "In which room …" with the asked word and the number or code that follows it.
 *
 * @module
 */
import { escapePattern } from '../shared/escape-pattern.ts';
import { foldAccents } from '../shared/fold-accents.ts';
import type { WordMatcher } from './match-words.ts';
import { pickNearest } from './pick-span.ts';
import type { AskedQuestion } from './question.ts';
import type { Span } from './spans.ts';

interface NumberedAnswer {
  readonly text: string;
  readonly certainty: number;
  readonly span: Span;
}

/** Certainty of the only number, and of the nearest of several without a lead. */
const ALONE = 0.75;
const LEAST = 0.35;

/** Returns "port 2222", "room 14" or "rack A" if the question asks for a port, a room or a rack. */
export function readNumbered(
  question: AskedQuestion,
  text: string,
  matcher: WordMatcher,
): NumberedAnswer | undefined {
  const { kind, head } = question;
  if (kind !== 'thing' && kind !== 'place') return undefined;
  const asked = foldAccents(question.text.toLowerCase());
  for (const word of head) {
    const spans = findNumbered(word, text).filter((span) => !asked.includes(span.text.toLowerCase()));
    if (spans.length === 0) continue;
    const { span, lead } = pickNearest(question, spans, text, matcher);
    const alone = new Set(spans.map((one) => one.text.toLowerCase())).size === 1;
    const certainty = isListed(text, span) ? LEAST : alone ? ALONE : LEAST + 0.4 * lead;
    return { text: span.text, certainty, span };
  }
  return undefined;
}

/** Returns whether more codes follow without the word: "screw A to the north, B to the east", "rooms 3 and 14". */
function isListed(text: string, { text: found, end }: Span): boolean {
  const rest = text.slice(end);
  const more = /\d/.test(found)
    ? /^\s?(?:,|\/|and|or|und|et|y|-|–)\s?\d/
    : /[,;]\s(?:and\s)?\p{Lu}(?![\p{L}\p{N}])/u;
  return more.test(rest);
}

/** A number, a number with a letter, or a single capital letter. */
const CODE = String.raw`(?:\p{Lu}?-?\d+(?:[.-]\d+)*\p{L}?|\p{Lu})`;

function findNumbered(word: string, text: string): readonly Span[] {
  const first = word[0]!;
  const named = `[${escapePattern(first)}${escapePattern(first.toUpperCase())}]${escapePattern(word.slice(1))}`;
  const pattern = new RegExp(
    String.raw`(?<![\p{L}\p{N}])${named}(?:\s(?:no\.?|nr\.?|number))?(?:\s|\s?[:=#]\s?)${CODE}(?![\p{L}\p{N}]|[:.,/-]\d)`,
    'gu',
  );
  return [...text.matchAll(pattern)].map((match) => ({
    text: match[0],
    start: match.index,
    end: match.index + match[0].length,
  }));
}
