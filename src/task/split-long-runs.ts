/**
 * Cuts text so that byte-pair encoders, whose time grows with the square of a word, stay linear.
 *
 * @module
 */

/** Characters of a run that is encoded whole. Words of ordinary text are far shorter. */
const LONGEST_RUN = 128;

/** Letters with their marks, white space, and everything else but digits, which encoders cut anyway. */
const RUN = new RegExp(
  `[\\p{L}\\p{M}]{${LONGEST_RUN},}|\\s{${LONGEST_RUN},}|[^\\p{L}\\p{M}\\p{N}\\s]{${LONGEST_RUN},}`,
  'gu',
);

/**
 * Returns pieces whose concatenation is the text. Text without a run of 128 equal kinds of characters is
 * one piece. No cut separates the halves of a surrogate pair.
 */
export function splitLongRuns(text: string): readonly string[] {
  const pieces: string[] = [];
  let start = 0;
  for (const { 0: run, index } of text.matchAll(RUN)) {
    for (let cut = index + LONGEST_RUN; cut < index + run.length; cut += LONGEST_RUN) {
      if (isLowSurrogate(text.charCodeAt(cut))) cut--;
      pieces.push(text.slice(start, cut));
      start = cut;
    }
  }
  if (start < text.length || pieces.length === 0) pieces.push(text.slice(start));
  return pieces;
}

function isLowSurrogate(code: number): boolean {
  return code >= 0xdc00 && code <= 0xdfff;
}
