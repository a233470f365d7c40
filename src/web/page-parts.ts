/**
 * Cuts the text of a page into parts of at most a number of tokens.
 *
 * @module
 */

/** A part of a text, by offsets. */
export interface TextPart {
  readonly start: number;
  readonly end: number;
}

/**
 * Returns parts of a text that fit a number of tokens. Cuts after lines, then after sentences, then anywhere. The
 * parts cover the whole text.
 */
export function cutParts(text: string, size: number, count: (text: string) => number): readonly TextPart[] {
  if (text === '') return [];
  const parts: TextPart[] = [];
  let [start, end, used] = [0, 0, 0];
  for (const piece of splitPieces(text, size, count)) {
    if (end > start && used + piece.tokens > size) {
      parts.push({ start, end });
      [start, used] = [end, 0];
    }
    end += piece.length;
    used += piece.tokens;
  }
  return [...parts, { start, end }];
}

interface Piece {
  readonly length: number;
  readonly tokens: number;
}

const CUTS: readonly RegExp[] = [/(?<=\n)/, /(?<=[.!?。！？] ?)(?=\S)/];

function* splitPieces(
  text: string,
  size: number,
  count: (text: string) => number,
  level = 0,
): Generator<Piece> {
  const cut = CUTS[level];
  for (const part of cut === undefined ? [text] : text.split(cut)) {
    const tokens = count(part);
    if (tokens <= size) yield { length: part.length, tokens };
    else if (level < CUTS.length) yield* splitPieces(part, size, count, level + 1);
    else yield* halve(part, size, count);
  }
}

function* halve(text: string, size: number, count: (text: string) => number): Generator<Piece> {
  const tokens = count(text);
  if (tokens <= size || text.length < 2) {
    yield { length: text.length, tokens };
    return;
  }
  let middle = text.length >> 1;
  const code = text.charCodeAt(middle);
  if (code >= 0xdc00 && code <= 0xdfff) middle -= 1; // keep the halves of a surrogate pair together
  if (middle === 0) yield { length: text.length, tokens };
  else {
    yield* halve(text.slice(0, middle), size, count);
    yield* halve(text.slice(middle), size, count);
  }
}
