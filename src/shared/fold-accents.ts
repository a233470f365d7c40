/**
 * Removes accents, so that "Café" and "cafe" compare equal.
 *
 * @module
 */

const MARKED = /([\p{sc=Latin}\p{sc=Greek}\p{sc=Cyrillic}])\p{M}+/gu;

/** Letters that Unicode does not take apart. */
const LETTERS: Readonly<Record<string, string>> = {
  ß: 'ss',
  æ: 'ae',
  œ: 'oe',
  ø: 'o',
  ł: 'l',
  đ: 'd',
  ð: 'd',
  þ: 'th',
  ı: 'i',
};
const LETTER = new RegExp(`[${Object.keys(LETTERS).join('')}]`, 'g');
const ASCII = /^\p{ASCII}*$/u;

/** Removes accents from Latin, Greek and Cyrillic letters. Keeps voiced marks of kana. */
export function foldAccents(text: string): string {
  if (ASCII.test(text)) return text;
  return text
    .normalize('NFD')
    .replace(MARKED, '$1')
    .normalize('NFC')
    .replace(LETTER, (letter) => LETTERS[letter]!);
}
