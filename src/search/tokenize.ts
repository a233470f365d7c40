/**
 * Splits text into the words that search compares.
 *
 * @module
 */
import { foldAccents } from '../shared/fold-accents.ts';

/** Why a text is split. An entry is indexed by more words than a query searches for. */
export type TokenizeRole = 'entry' | 'query';

/** Splits a text into words. A custom function can add stemming or another language. */
export type Tokenize = (text: string, role: TokenizeRole) => string[];

/** Letters and digits of scripts without spaces between words, and of Hangul, whose words carry suffixes. */
const UNSPACED = String.raw`[[\p{L}\p{N}\p{M}]&&[\p{scx=Han}\p{scx=Hiragana}\p{scx=Katakana}\p{scx=Bopomofo}\p{scx=Thai}\p{scx=Lao}\p{scx=Khmer}\p{scx=Myanmar}\p{scx=Hangul}]]`;

/** Scripts whose words are often written together with Latin words or digits, as in "بـiPhone" or "в2031". */
const JOINED = ['Arabic', 'Hebrew', 'Cyrillic', 'Greek', 'Armenian', 'Georgian', 'Devanagari', 'Ethiopic'];

const LETTERS: readonly string[] = JOINED.map((script) => String.raw`[[\p{L}\p{M}]&&\p{scx=${script}}]+`);
const REST = String.raw`[[\p{L}\p{N}\p{M}]--${UNSPACED}--[${JOINED.map((script) => `\\p{sc=${script}}`).join('')}]]+`;

/** A word ends where the script changes. Latin words keep their digits: "mp3", "covid19". */
let word: RegExp | undefined;

/** Compiles `word` when it is first needed: it takes longer than importing the rest of the package's core. */
function compileWord(): RegExp {
  word ??= new RegExp(`(${UNSPACED}+)|${LETTERS.join('|')}|${REST}`, 'gv');
  return word;
}

/** Latin, with the marks above it: the usual case, for which a short expression does the same. */
const LATIN_WORD = /[\p{L}\p{N}\p{M}]+/gu;
const BEYOND_LATIN = /[^\p{ASCII}\u0080-\u036f\u1e00-\u1eff\u2000-\u206f]/u;

/** A word joined with a number, such as "tokyo2020". In "mp3" and "unit7" the digit is part of a name. */
const MIXED = /\p{L}{3}\p{N}{2}|\p{N}{2}\p{L}{3}/u;
const RUN = /\p{L}[\p{L}\p{M}]+|\p{N}{2,}/gu;

/**
 * Returns the words of a text in lower case and without accents, in order. Runs of scripts without spaces give their
 * overlapping pairs of characters, the usual substitute for a dictionary. For entries they also give every
 * character, so that a query of one character finds it, and words such as "tokyo2020" also give their parts. Queries
 * also give words with their accents: entries that older versions indexed in PostgreSQL have them.
 *
 * @example tokenize('Third-Eye Blind, 1997', 'query') // ['third', 'eye', 'blind', '1997']
 */
export const tokenize: Tokenize = (text, role) => {
  const plain = text.normalize('NFKC').toLowerCase();
  const folded = foldAccents(plain);
  const words = splitWords(folded, role);
  if (role === 'entry' || folded === plain) return words;
  const known = new Set(words);
  return [...words, ...splitWords(plain, role).filter((word) => !known.has(word))];
};

function splitWords(plain: string, role: TokenizeRole): string[] {
  if (!BEYOND_LATIN.test(plain)) return addParts(plain.match(LATIN_WORD) ?? [], plain, role);
  const words: string[] = [];
  for (const [found, unspaced] of plain.matchAll(compileWord())) {
    if (unspaced === undefined) words.push(found);
    else addPieces(words, unspaced, role);
  }
  return addParts(words, plain, role);
}

/** Adds the parts of words such as "tokyo2020". */
function addParts(words: string[], plain: string, role: TokenizeRole): string[] {
  if (role === 'query' || !MIXED.test(plain)) return words;
  return words.flatMap((word) => (MIXED.test(word) ? [word, ...(word.match(RUN) ?? [])] : [word]));
}

function addPieces(words: string[], run: string, role: TokenizeRole): void {
  const characters = [...run];
  if (role === 'entry' || characters.length === 1) for (const character of characters) words.push(character);
  for (let place = 1; place < characters.length; place++) {
    words.push(`${characters[place - 1]}${characters[place]}`);
  }
}
