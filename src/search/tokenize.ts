const WORD = /[\p{L}\p{N}\p{M}]+/gu;

/** Scripts that are written without spaces between words. */
const UNSPACED = /[\p{sc=Han}\p{sc=Hiragana}\p{sc=Katakana}\p{sc=Thai}\p{sc=Lao}\p{sc=Khmer}\p{sc=Myanmar}]/u;

/**
 * The words of a text, lower-cased, in order. Runs of scripts without spaces give their overlapping pairs
 * of characters, the usual stand-in for a dictionary.
 *
 * @example tokenize('Third-Eye Blind, 1997') // ['third', 'eye', 'blind', '1997']
 */
export function tokenize(text: string): string[] {
  const words: string[] = text.normalize('NFKC').toLowerCase().match(WORD) ?? [];
  return UNSPACED.test(text) ? words.flatMap((word) => (UNSPACED.test(word) ? pairs(word) : [word])) : words;
}

function pairs(word: string): string[] {
  const characters = [...word];
  if (characters.length < 2) return characters;
  return characters.slice(1).map((character, index) => `${characters[index]}${character}`);
}
