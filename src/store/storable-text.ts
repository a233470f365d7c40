/**
 * Text in a form that every database stores.
 *
 * @module
 */
/** Marks an escaped text. A text that begins with the mark is escaped as well. */
const MARK = '\u0001';

/**
 * Returns a text in a form that databases store: they reject NUL and lone surrogates. Such texts are marked
 * and escaped as in JSON; all others stay unchanged. `readText` reverses it.
 */
export function storableText(text: string): string {
  if (!text.startsWith(MARK) && !text.includes('\0') && text.isWellFormed()) return text;
  return MARK + JSON.stringify(text).slice(1, -1);
}

/** Returns the text that `storableText` was given. */
export function readText(stored: string): string {
  // A damaged file can hold anything here.
  if (typeof stored !== 'string') throw new SyntaxError(`a text is stored as ${typeof stored}`);
  return stored.startsWith(MARK) ? (JSON.parse(`"${stored.slice(1)}"`) as string) : stored;
}
