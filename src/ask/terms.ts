/**
 * The terms of a text: stems of words, numbers, and pairs of characters in scripts without spaces.
 *
 * @module
 */
import { foldAccents } from '../shared/fold-accents.ts';
import { type Language, STOP_WORDS } from './language.ts';
import type { Stemming } from './stemming.ts';

/** A word ends where a script without spaces begins. */
const TOKEN =
  /[\p{sc=Han}々]+|\p{sc=Hiragana}+|[\p{sc=Katakana}ー]+|\p{sc=Hangul}+|[\p{sc=Thai}\p{sc=Lao}\p{sc=Khmer}\p{sc=Myanmar}]+|[[\p{L}\p{M}]--[\p{sc=Han}々\p{sc=Hiragana}\p{sc=Katakana}ー\p{sc=Hangul}\p{sc=Thai}\p{sc=Lao}\p{sc=Khmer}\p{sc=Myanmar}]]+|\p{N}+(?:[.,:]\p{N}+)*/gv;

const UNSPACED = /^[\p{sc=Han}々\p{sc=Hangul}\p{sc=Thai}\p{sc=Lao}\p{sc=Khmer}\p{sc=Myanmar}]/u;
const KANA = /^[\p{sc=Katakana}ー]/u;
const HIRAGANA = /^\p{sc=Hiragana}/u;

/** Returns whether a folded word is a stop word in a language. */
export function isStopWord(word: string, language: Language): boolean {
  if (language === 'zh' || language === 'ja' || language === 'ko') return STOP_WORDS.en.has(word);
  return STOP_WORDS[language].has(word);
}

/** Returns the terms of a text in order, without stop words. */
export function findTerms(text: string, language: Language, stemming: Stemming): string[] {
  const terms: string[] = [];
  for (const token of splitHumps(text.normalize('NFKC')).match(TOKEN) ?? [])
    addTerms(terms, token, language, stemming);
  return terms;
}

function addTerms(terms: string[], token: string, language: Language, stemming: Stemming): void {
  if (/^\p{N}/u.test(token)) terms.push(normaliseNumber(token));
  else if (UNSPACED.test(token)) for (const pair of readPairs(token)) terms.push(pair);
  else if (KANA.test(token)) terms.push(token);
  else if (HIRAGANA.test(token)) {
    // Short runs are particles and endings. Longer ones may be words.
    if (token.length > 3) for (const pair of readPairs(token).slice(1)) terms.push(pair);
  } else {
    const word = token.toLowerCase();
    const folded = foldAccents(word);
    if (!isStopWord(folded, language)) terms.push(stemming.stem(word, language));
  }
}

const CODE = /(?<![\p{L}\p{N}])\p{L}{1,4}[-_]?\d{1,6}\p{L}?(?![\p{L}\p{N}])/gu;

/** Returns the codes of a text, such as `#e15` for "E-15". Their letters and digits alone are in many texts. */
export function listCodes(text: string): readonly string[] {
  return /\d/.test(text) ? (text.match(CODE) ?? []).map(toCode) : [];
}

function toCode(text: string): string {
  return `#${text
    .toLowerCase()
    .replace(/[-_]/g, '')
    .replace(/(?<=\p{L})0+(?=\d)/u, '')}`;
}

/** Splits `lockTtl` into words. The underscore of `LOCK_TTL` is already a separator. */
function splitHumps(text: string): string {
  return text.replace(/(\p{Ll})(\p{Lu}\p{Ll})/gu, '$1 $2');
}

/** `1,145.00` and `1145` are one number; `3.2.0` stays a version. */
function normaliseNumber(token: string): string {
  if (/^\d{1,3}(?:,\d{3})+(?:\.\d+)?$/.test(token)) return token.replaceAll(',', '').replace(/\.0+$/, '');
  if (/^\d{1,3}(?:\.\d{3})+(?:,\d+)?$/.test(token)) return token.replaceAll('.', '').replace(',', '.');
  return token.replace(/^0+(?=\d)/, '');
}

function readPairs(token: string): string[] {
  const characters = [...token];
  if (characters.length === 1) return characters;
  return characters.slice(1).map((character, index) => `${characters[index]}${character}`);
}
