/**
 * The form in which two texts count as the same: equal letters, whatever their case, spacing and encoding.
 *
 * @module
 */
import type { Entry } from './entry.ts';

export function toPlainText(text: string): string {
  // NFC last: lower case can split a letter from its marks.
  return text.toLowerCase().replace(/\s+/g, ' ').trim().normalize('NFC');
}

// Entries are immutable, and every step of an episode asks about mostly the same ones.
const known = new WeakMap<Entry, string>();

/** Returns the plain text of an entry. Computes it once per entry. */
export function readPlainText(entry: Entry): string {
  let text = known.get(entry);
  if (text === undefined) {
    text = toPlainText(entry.text);
    known.set(entry, text);
  }
  return text;
}
