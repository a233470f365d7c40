/**
 * Texts that memory shows for a question, and the part of them that it presents as current.
 *
 * @module
 */

/** A text that memory shows. */
export interface ShownText {
  readonly text: string;
  /** Ids of the documents it came from. Absent if the memory layer does not record them. */
  readonly sources?: readonly string[];
}

const PAST_WORDS = 'until|formerly|previously|superseded|outdated|in the past|no longer true|before';

/** "Until 3 May: the office is in York." marks the whole line, "(until 3 May: York)" a part of it. */
const PAST_LINE = new RegExp(`^\\W*(?:${PAST_WORDS})\\b[^:\\n]{0,40}:.*$`, 'gim');
const PAST_PART = new RegExp(`[([](?:${PAST_WORDS})\\b[^)\\]\\n]*[)\\]]`, 'gi');

/**
 * Returns the text without what it marks as past: lines that begin with "Until …:", "Previously:" or "Superseded:",
 * and parentheses that begin so.
 *
 * @example removePast('The office is in Leeds (until 3 May: York).') // 'The office is in Leeds .'
 */
export function removePast(text: string): string {
  return text.replace(PAST_LINE, '').replace(PAST_PART, '');
}

const EMPTY: ReadonlySet<string> = new Set(
  (
    'a an the this that these those and or but if then than as so of in on at by for from to with into about is are ' +
    'was were be been am do does did have has had will would can could should may might must i you he she it we they ' +
    'me him her us them my your his its our their who whom whose which what when where why how there here not no any ' +
    'some such also s t response include mention state user said'
  ).split(' '),
);

/** Scripts that put no spaces between words. Each character counts as a word. */
const UNSPACED =
  '\\p{sc=Han}\\p{sc=Hiragana}\\p{sc=Katakana}\\p{sc=Thai}\\p{sc=Lao}\\p{sc=Khmer}\\p{sc=Myanmar}';

const WORD = new RegExp(`[${UNSPACED}]|(?:(?![${UNSPACED}])[\\p{L}\\p{N}\\p{M}])+`, 'gu');

/** Whether a text has words that no space ends. */
export function isUnspaced(text: string): boolean {
  return new RegExp(`[${UNSPACED}]`, 'u').test(text);
}

function listWords(text: string): readonly string[] {
  return text.normalize('NFKC').toLowerCase().match(WORD) ?? [];
}

/** Returns the distinct content words of a text in lower case, figures included. */
export function listContentWords(text: string): ReadonlySet<string> {
  return new Set(listWords(text).filter((word) => !EMPTY.has(word)));
}

/** Returns whether a text holds a value as whole words, without regard to case and punctuation. */
export function holdsValue(text: string, value: string): boolean {
  const [all, wanted] = [text, value].map((each) => ` ${listWords(each).join(' ')} `);
  return wanted!.trim() !== '' && all!.includes(wanted!);
}

/** Returns the words that both sets hold. */
export function intersectWords(one: ReadonlySet<string>, other: ReadonlySet<string>): ReadonlySet<string> {
  return new Set([...one].filter((word) => other.has(word)));
}

/** Returns the content words that a turn shares with the first of the texts that shares any, or else all its words. */
export function listKeyWords(turn: string, texts: readonly string[]): ReadonlySet<string> {
  const own = listContentWords(turn);
  for (const text of texts) {
    const shared = intersectWords(own, listContentWords(text));
    if (shared.size > 0) return shared;
  }
  return own;
}

/** Returns the words that only the first set holds. */
export function subtractWords(one: ReadonlySet<string>, other: ReadonlySet<string>): ReadonlySet<string> {
  return new Set([...one].filter((word) => !other.has(word)));
}
