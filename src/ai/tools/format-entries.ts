/**
 * Formats entries as lines within a character limit.
 *
 * @module
 */
import type { Entry } from '../../memory/entry.ts';
import { SCRATCHPAD } from '../../memory/entry.ts';

/** Minimum characters of an entry that is cut. */
const SHORTEST_CUT = 80;

/**
 * Returns one line for each entry, `m12 (2026-11-28): text`. Continuation lines are indented, so that a text cannot
 * imitate an entry. Entries that do not fit are cut or counted.
 */
export function formatEntries(
  entries: readonly Entry[],
  maxCharacters: number,
): { readonly text: string; readonly shown: readonly Entry[] } {
  const lines: string[] = [];
  let left = maxCharacters;
  for (const [place, entry] of entries.entries()) {
    const line = formatEntry(entry);
    if (line.length <= left) {
      lines.push(line);
      left -= line.length + 1;
      continue;
    }
    const cuts = left >= SHORTEST_CUT;
    const hidden = entries.length - place;
    if (cuts) {
      lines.push(`${line.slice(0, left).toWellFormed()}… (cut: ${entry.text.length} characters in all)`);
      if (hidden > 1) lines.push(`(${hidden - 1} more not shown: read with a narrower query)`);
    } else lines.push(`(${hidden} more not shown: read with a narrower query)`);
    return { text: lines.join('\n'), shown: entries.slice(0, cuts ? place + 1 : place) };
  }
  return { text: lines.join('\n'), shown: entries };
}

/** Returns the line of one entry. */
export function formatEntry({ id, text, updatedAt }: Entry): string {
  const label = id === SCRATCHPAD ? SCRATCHPAD : `${id}${formatDay(updatedAt)}`;
  return `${label}: ${cleanText(text).replace(/\n/g, '\n  ')}`;
}

/** Removes control characters, bidirectional overrides and lone surrogates. */
export function cleanText(text: string): string {
  return text
    .toWellFormed()
    .replace(/\r\n?|[\u2028\u2029\u0085]/g, '\n')
    .replace(/[\p{Cc}\u202A-\u202E\u2066-\u2069]/gu, (character) =>
      /[\n\t]/.test(character) ? character : ' ',
    );
}

/** Test clocks start at 0, so only times after 2000 count as dates. */
function formatDay(time: number): string {
  if (!(time >= Date.UTC(2000, 0, 1) && time < Date.UTC(10_000, 0, 1))) return '';
  return ` (${new Date(time).toISOString().slice(0, 10)})`;
}
