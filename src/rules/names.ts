/**
 * Finds names (runs of capitalised words) and sentences in English text.
 *
 * @module
 */
import { flatten, fold, isStopWord } from './terms.ts';

const capitalised = String.raw`\p{Lu}[\p{L}\p{N}.'’-]*`;
const particle = 'of|the|de|la|le|du|del|della|di|da|do|dos|von|van|der|den|and|&|al|bin|ibn|in|for|on|to|a';
const nameStart = String.raw`(?:${capitalised}|\p{N}+(?:st|nd|rd|th))`;
const nameMore = String.raw`\s+(?:(?:${particle})\s+){0,3}(?:${capitalised}|\p{N}+\b)`;
const namePattern = new RegExp(`${nameStart}(?:${nameMore})*`, 'gu');

const edgeWords = new Set(
  `the a an in on at of and for to from by his her its it he she they this that who which what when where whose
  how is was were are did does do as after before between during with both if under while since there`.split(
    /\s+/,
  ),
);

/**
 * Returns runs of capitalised words, without leading function words. Runs with "and" are returned whole and in parts.
 */
export function nameSpans(text: string): string[] {
  const found: string[] = [];
  for (const match of text.matchAll(namePattern)) {
    const span = trimSpan(match[0]);
    if (span.length < 2) continue;
    found.push(span);
    const parts = span.split(/\s+(?:and|&|in|for|on|to)\s+/);
    if (parts.length > 1) for (const part of parts) if (trimSpan(part).length > 1) found.push(trimSpan(part));
  }
  return [...new Set(found)].filter((span) => span.includes(' ') || !isStopWord(fold(span)));
}

/** Drops function words and stray marks from both ends of a span. */
export function trimSpan(span: string): string {
  let parts = span.replace(/['’]s?$/u, '').split(/\s+/);
  while (parts.length > 0 && edgeWords.has(parts[0]!.toLowerCase())) parts = parts.slice(1);
  while (parts.length > 0 && edgeWords.has(parts.at(-1)!.toLowerCase())) parts = parts.slice(0, -1);
  return parts
    .join(' ')
    .replace(/^[^\p{L}\p{N}]+|['’]s$|[^\p{L}\p{N}.)]+$/gu, '')
    .replace(/(\p{Ll}{2,})\.$/u, '$1');
}

/** Longer lines are no titles, and many open brackets would take long to match. */
const LONGEST_TITLE = 300;

/** Removes the disambiguation from a title: "Lola (1981 film)" → "Lola". */
export function coreTitle(title: string): string {
  if (title.length > LONGEST_TITLE) return title;
  return title.replace(/\s*\([^)]*\)\s*$/, '').trim() || title;
}

/** Returns the flattened forms under which other texts may mention the subject of a title. */
export function titleForms(title: string): string[] {
  const core = coreTitle(title);
  const forms = [flatten(core)];
  const comma = core.indexOf(', ');
  if (comma > 3) forms.push(flatten(core.slice(0, comma)));
  return [...new Set(forms)].filter((form) => form.trim().length > 1 && !isStopWord(form.trim()));
}

const abbreviation =
  /(?:\b(?:Mr|Mrs|Ms|Dr|St|Jr|Sr|Lt|Col|Gen|Capt|Prof|Rev|Hon|vs|No|Inc|Ltd|Co|Corp|c|b|d|r|p)|\b\p{Lu})\.$/u;

/** Splits running text into sentences. */
export function sentences(text: string): string[] {
  const found: string[] = [];
  let start = 0;
  for (const match of text.matchAll(/[.!?]["'’”)\]]*\s+(?=["'“‘([]?[\p{Lu}\p{N}])/gu)) {
    const end = match.index + match[0].length;
    if (abbreviation.test(text.slice(start, match.index + 1))) continue;
    found.push(text.slice(start, end).trim());
    start = end;
  }
  const rest = text.slice(start).trim();
  if (rest) found.push(rest);
  return found;
}
