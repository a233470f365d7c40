import type { Entry } from '../memory/entry.ts';
import { asData } from './as-data.ts';

/** How a listed entry begins; entry text that begins a line like this would pass for one. */
const SLOT_LABEL = /[^\S\r\n\u2028\u2029]*Memory\s+\d+\s*:/;

/**
 * The numbered view: one `Memory 1: …` after another, by single newlines, as the released checkpoint knows
 * it. Empty for no entries.
 *
 * @param names tags that entry text must not open or close.
 */
export function renderEntryList(entries: readonly Entry[], names: readonly string[]): string {
  return entries
    .map((entry, index) => `Memory ${index + 1}: ${asData(entry.text, names, SLOT_LABEL)}`)
    .join('\n');
}
