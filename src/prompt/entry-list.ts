/**
 * The numbered list of entries in a prompt.
 *
 * @module
 */
import type { Entry } from '../memory/entry.ts';
import { asData } from './as-data.ts';

/** How a listed entry begins. A line of entry text that begins like this would pass for another entry. */
const SLOT_LABEL = /[^\S\r\n\u2028\u2029]*Memory\s+\d+\s*:/;

/**
 * Writes the view as lines `Memory 1: …`, `Memory 2: …`, joined by single newlines, as the released checkpoint
 * expects it. Returns an empty text for no entries.
 *
 * @param names tags that entry text must not open or close.
 */
export function renderEntryList(entries: readonly Entry[], names: readonly string[]): string {
  return entries
    .map((entry, index) => `Memory ${index + 1}: ${asData(entry.text, names, SLOT_LABEL)}`)
    .join('\n');
}
