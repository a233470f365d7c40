/**
 * Quotes text in messages.
 *
 * @module
 */

/** Quotes the first 40 characters of a text, on one line. */
export function quote(text: string): string {
  const short = text.length > 40 ? `${text.slice(0, 40)}…` : text;
  return JSON.stringify(short);
}
