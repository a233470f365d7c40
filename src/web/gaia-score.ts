/**
 * `scoreGaia`: the official scorer of GAIA, with the number format and the white space of Python.
 *
 * @module
 */

/**
 * Returns 1 if an answer equals the gold answer under GAIA's rules, otherwise 0. The gold answer chooses the rule:
 *
 * - A number: `$`, `%` and `,` are deleted from the answer, which must then be the same number.
 * - A list (with `,` or `;`): both are split there. The lengths must match. Elements are compared in order, as numbers
 *   or as text with punctuation.
 * - Text: white space, case and ASCII punctuation do not matter.
 *
 * A missing answer counts as the text `None`.
 *
 * @example scoreGaia('$1,000', '1000') // 1
 */
export function scoreGaia(answer: string | null, gold: string): 0 | 1 {
  const given = answer ?? 'None';
  if (parseFloatPython(gold) !== undefined) return isSameNumber(given, gold) ? 1 : 0;
  if (/[,;]/.test(gold)) {
    const [golds, answers] = [gold.split(/[,;]/), given.split(/[,;]/)];
    if (golds.length !== answers.length) return 0;
    return golds.every((each, place) => isSameElement(answers[place]!, each)) ? 1 : 0;
  }
  return normaliseText(given, true) === normaliseText(gold, true) ? 1 : 0;
}

function isSameElement(answer: string, gold: string): boolean {
  if (parseFloatPython(gold) !== undefined) return isSameNumber(answer, gold);
  return normaliseText(answer, false) === normaliseText(gold, false);
}

/** An answer that is no number counts as positive infinity, as in the official script. */
function isSameNumber(answer: string, gold: string): boolean {
  const number = parseFloatPython(answer.replace(/[$%,]/g, '')) ?? Number.POSITIVE_INFINITY;
  return number === parseFloatPython(gold);
}

/** White space of Python's `str`, which has U+001C to U+001F and lacks U+FEFF. */
const SPACE = String.raw`[\t-\r\u001c-\u001f \u0085\u00a0\u1680\u2000-\u200a\u2028\u2029\u202f\u205f\u3000]`;
const SPACES = new RegExp(SPACE, 'gu');
const OUTER_SPACES = new RegExp(`^${SPACE}+|${SPACE}+$`, 'gu');

const ASCII_PUNCTUATION = /[!-/:-@[-`{-~]/g;

function normaliseText(text: string, dropPunctuation: boolean): string {
  const plain = text.replace(SPACES, '').toLowerCase();
  return dropPunctuation ? plain.replace(ASCII_PUNCTUATION, '') : plain;
}

const FLOAT = /^[+-]?(?:\d+(?:_\d+)*\.?(?:\d+(?:_\d+)*)?|\.\d+(?:_\d+)*)(?:e[+-]?\d+(?:_\d+)*)?$/i;
const INFINITE = /^([+-]?)inf(?:inity)?$/i;

/**
 * Reads a number as Python's `float` does. Accepts surrounding white space, `1e5`, `1_000`, `.5`, `+3`, `inf`, `nan`
 * and digits of other scripts. Returns `undefined` for anything else, such as `''`, `0x10` and `1,000`.
 */
export function parseFloatPython(text: string): number | undefined {
  const plain = toAsciiDigits(text.replace(OUTER_SPACES, ''));
  if (/^[+-]?nan$/i.test(plain)) return Number.NaN;
  const infinite = INFINITE.exec(plain);
  if (infinite !== null) return infinite[1] === '-' ? Number.NEGATIVE_INFINITY : Number.POSITIVE_INFINITY;
  return FLOAT.test(plain) ? Number(plain.replaceAll('_', '')) : undefined;
}

/** Decimal digits of a script follow each other, from a zero on. */
function toAsciiDigits(text: string): string {
  return text.replace(/\p{Nd}/gu, (digit) => {
    const code = digit.codePointAt(0)!;
    let value = 0;
    while (value < 9 && /^\p{Nd}$/u.test(String.fromCodePoint(code - value - 1)) && !isZero(code - value))
      value += 1;
    return String(value);
  });
}

/** Blocks of decimal digits start where the code is 0 or 6 modulo 16, apart from the mathematical ones (U+1D7CE on). */
function isZero(code: number): boolean {
  if (code >= 0x1d7ce && code <= 0x1d7ff) return (code - 0x1d7ce) % 10 === 0;
  return code % 16 === 0 || (code % 16 === 6 && code !== 0x36 && !isAsciiDigit(code));
}

function isAsciiDigit(code: number): boolean {
  return code >= 0x30 && code <= 0x39;
}
