import type { Span } from './codec.ts';

/** A stretch of text from `{` to its `}`; `closed` is false where the text ends first. */
export interface JsonObjectSpan extends Span {
  readonly closed: boolean;
}

/**
 * Finds the outermost JSON objects of a text, in order, whatever stands between them: an array's brackets
 * and commas, line ends, prose (whose quotation marks open nothing). The contents are not checked. Linear in the length of the text.
 */
export function findJsonObjects(text: string, within: Span): readonly JsonObjectSpan[] {
  const found: JsonObjectSpan[] = [];
  let depth = 0;
  let start = 0;
  let quoted = false;
  for (let place = within.start; place < within.end; place++) {
    const character = text[place];
    if (quoted) {
      if (character === '\\') place++;
      else if (character === '"') quoted = false;
    } else if (character === '{') {
      if (depth++ === 0) start = place;
    } else if (depth > 0 && character === '"') {
      quoted = true;
    } else if (depth > 0 && character === '}' && --depth === 0) {
      found.push({ start, end: place + 1, closed: true });
    }
  }
  if (depth > 0) found.push({ start, end: within.end, closed: false });
  return found;
}
