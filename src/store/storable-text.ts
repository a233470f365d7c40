/**
 * Text in a form that every database stores.
 *
 * @module
 */
/** Marks a text that databases cannot hold as it is; a text that begins with it is escaped as well. */
const MARK = '\u0001';

/**
 * A text as databases can hold it: they take no NUL and no surrogate without its other half. Nearly every
 * text is itself; the others are marked and written with JSON's escapes. `readText` gives the same back.
 */
export function storableText(text: string): string {
  if (!text.startsWith(MARK) && !text.includes('\0') && text.isWellFormed()) return text;
  return MARK + JSON.stringify(text).slice(1, -1);
}

/** The text that `storableText` was given. */
export function readText(stored: string): string {
  // A damaged file may hold anything in place of it.
  if (typeof stored !== 'string') throw new SyntaxError(`a text is stored as ${typeof stored}`);
  return stored.startsWith(MARK) ? (JSON.parse(`"${stored.slice(1)}"`) as string) : stored;
}
