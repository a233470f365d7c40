/**
 * Token counts and cuts.
 *
 * @module
 */
/** Turns text into tokens and back. A `Tokenizer` fits. */
export interface TextCutter {
  encode(text: string): readonly number[];
  decode(tokens: readonly number[]): string;
}

/** Which part of a long text is kept. */
export type Truncation = 'centre' | 'head' | 'tail';

const CHARACTERS_PER_TOKEN = 4;

/** Counts the tokens of a text. Without a cutter, four characters count as one. */
export function countTokens(text: string, cutter?: TextCutter): number {
  return cutter === undefined ? Math.ceil(text.length / CHARACTERS_PER_TOKEN) : cutter.encode(text).length;
}

/**
 * Cuts a text to at most `most` tokens. `centre` cuts the centre and keeps both ends, `head` keeps the
 * beginning, `tail` the end.
 */
export function truncate(text: string, most: number, keep: Truncation, cutter?: TextCutter): string {
  const units = cutter === undefined ? [...text] : cutter.encode(text);
  const room = cutter === undefined ? most * CHARACTERS_PER_TOKEN : most;
  if (units.length <= room) return text;
  const front = keep === 'head' ? room : keep === 'tail' ? 0 : Math.ceil(room / 2);
  const back = room - front;
  const ends = [units.slice(0, front), back === 0 ? [] : units.slice(-back)];
  return ends
    .map((part) => (cutter === undefined ? part.join('') : cutter.decode(part as readonly number[])))
    .join('');
}
