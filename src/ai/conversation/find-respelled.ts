/**
 * `findRespelled`: finds names that a later statement spells differently: "it's Mylo, with a y".
 *
 * @module
 */
import { readTime, type Span, type StatedText } from './stated-texts.ts';

/** A misspelt name in an earlier statement. */
export interface Respelled extends Span {
  readonly text: StatedText;
}

/** Words of a correction of a name. */
const SPELLING =
  /\b(?:spell(?:s|ed|ing|t)?|spelt|typo|with an? [a-z]\b|it's actually|actually|correction|not with|proper(?:ly)?|wrong|mix(?:ed)? up|meant|Korrektur|schreibt sich|mit \p{Ll}\b|s'écrit|avec un|se escribe|con \p{Ll}\b|pone)/iu;

const NAME = /\p{Lu}[\p{L}'-]{2,}/gu;

/** Finds names in earlier statements that a later correction spells differently, in one or two letters. */
export function findRespelled(texts: readonly StatedText[]): readonly Respelled[] {
  return texts.flatMap((later) => {
    if (!SPELLING.test(later.text)) return [];
    const names = [...new Set(later.text.match(NAME) ?? [])];
    return texts
      .filter((earlier) => readTime(earlier.entry) < readTime(later.entry))
      .flatMap((earlier) =>
        [...earlier.text.matchAll(NAME)]
          .filter(([old]) => !names.includes(old) && names.some((name) => isRespelling(name, old)))
          .map(({ 0: old, index }) => ({ text: earlier, start: index, end: index + old.length })),
      );
  });
}

/** Whether two names of four letters or more differ in one letter, or in two if they are long. */
function isRespelling(name: string, old: string): boolean {
  const [one, other] = [name, old].map((each) => each.toLowerCase().replace(/'s$/, '')) as [string, string];
  if (Math.min(one.length, other.length) < 4 || one[0] !== other[0]) return false;
  // "plan" and "plans" are forms of one word.
  if (`${one}s` === other || `${other}s` === one || one === other) return false;
  return countEdits(one, other) <= (Math.min(one.length, other.length) > 6 ? 2 : 1);
}

/** Returns the least number of letters to insert, delete or replace. */
function countEdits(one: string, other: string): number {
  let row = Array.from({ length: other.length + 1 }, (_, place) => place);
  for (let at = 0; at < one.length; at++) {
    const next = [at + 1];
    for (let place = 0; place < other.length; place++)
      next.push(
        Math.min(row[place]! + Number(one[at] !== other[place]), row[place + 1]! + 1, next[place]! + 1),
      );
    row = next;
  }
  return row.at(-1)!;
}
