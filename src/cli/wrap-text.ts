/**
 * Wraps text to the width of a terminal, with one stretch marked.
 *
 * @module
 */

/** Columns that a character takes: two for East Asian wide ones, none for combining marks. */
export function measureCharacter(character: string): number {
  if (/^\p{M}|\p{Cf}$/u.test(character)) return 0;
  return /^[\u1100-\u115f\u2e80-\u303e\u3041-\ua4cf\uac00-\ud7a3\uf900-\ufaff\ufe30-\ufe6f\uff00-\uff60\uffe0-\uffe6\u{1f300}-\u{1faff}\u{20000}-\u{3fffd}]/u.test(
    character,
  )
    ? 2
    : 1;
}

/** Splits a text into lines of at most `width` columns. Returns offsets: a line is `text.slice(start, end)`. */
export function wrapText(text: string, width: number): readonly (readonly [start: number, end: number])[] {
  const lines: (readonly [number, number])[] = [];
  let start = 0;
  let space = -1;
  let columns = 0;
  for (let at = 0; at < text.length; ) {
    const character = String.fromCodePoint(text.codePointAt(at)!);
    const wide = measureCharacter(character);
    if (character === ' ') space = at;
    if (columns + wide > width && at > start) {
      const cut = space > start ? space : at;
      lines.push([start, cut]);
      start = space > start ? space + 1 : at;
      at = start;
      columns = 0;
      space = -1;
      continue;
    }
    columns += wide;
    at += character.length;
  }
  if (start < text.length) lines.push([start, text.length]);
  return lines;
}

/** Wraps a text and marks the stretch from `span[0]` to `span[1]` in it. */
export function wrapMarked(
  text: string,
  span: readonly [number, number] | null,
  width: number,
  mark: (text: string) => string,
): readonly string[] {
  return wrapText(text, width).map(([start, end]) => {
    const [from, to] = span === null ? [0, 0] : [Math.max(start, span[0]), Math.min(end, span[1])];
    if (from >= to) return text.slice(start, end);
    return text.slice(start, from) + mark(text.slice(from, to)) + text.slice(to, end);
  });
}
