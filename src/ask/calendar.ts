/**
 * Parses dates in texts as comparable numbers.
 *
 * @module
 */
import type { FileDocument } from '../documents/file-document.ts';
import { foldAccents } from '../shared/fold-accents.ts';

const MONTHS: ReadonlyMap<string, number> = new Map(
  [
    'jan january januar janvier enero',
    'feb february februar fevrier febrero',
    'mar march marz maerz mars marzo',
    'apr april avril abril',
    'may mai mayo',
    'jun june juni juin junio',
    'jul july juli juillet julio',
    'aug august aout agosto',
    'sep sept september septembre septiembre',
    'oct okt october oktober octobre octubre',
    'nov november novembre noviembre',
    'dec dez december dezember decembre diciembre',
  ].flatMap((names, index) => names.split(' ').map((name) => [name, index + 1] as const)),
);

/** Returns the number of a month by its folded name or abbreviation, 1 to 12. */
export function getMonth(name: string): number | undefined {
  return MONTHS.get(name);
}

const NUMERIC = /\b(\d{4})[-_./](\d{1,2})[-_./](\d{1,2})\b/g;
const YEAR_MONTH = /\b((?:19|20)\d{2})[-_](\d{2})\b(?![-_]\d)/g;
const DAY_FIRST =
  /\b(\d{1,2})(?:st|nd|rd|th|\.)?\s+(?:of\s+|de\s+)?(\p{L}{3,10})\.?,?\s+(?:de\s+)?(\d{4})\b/gu;
const MONTH_FIRST = /\b(\p{L}{3,10})\.?\s+(\d{1,2})(?:st|nd|rd|th)?,?\s+(\d{4})\b/gu;
const MONTH_YEAR = /\b(\p{L}{3,10})\.?\s+(?:de\s+)?((?:19|20)\d{2})\b/gu;
const EUROPEAN = /\b(\d{1,2})\.(\d{1,2})\.((?:19|20)\d{2})\b/g;
const EASTERN = /(\d{4})\s?[年년]\s?(\d{1,2})\s?[月월](?:\s?(\d{1,2})\s?[日일号])?/g;

/** Returns the first full date in a text as YYYYMMDD. A month without a day counts as its first day. */
export function findDate(text: string): number | undefined {
  const folded = foldAccents(text.toLowerCase());
  const found: { readonly at: number; readonly value: number }[] = [];
  const add = (at: number, year: string, month: number | undefined, day = '1'): void => {
    const [y, d] = [Number(year), Number(day)];
    if (month === undefined || month < 1 || month > 12 || d < 1 || d > 31 || y < 1000 || y > 2200) return;
    found.push({ at, value: y * 10_000 + month * 100 + d });
  };
  for (const match of folded.matchAll(NUMERIC)) add(match.index, match[1]!, Number(match[2]), match[3]);
  for (const match of folded.matchAll(DAY_FIRST))
    add(match.index, match[3]!, MONTHS.get(match[2]!), match[1]);
  for (const match of folded.matchAll(MONTH_FIRST))
    add(match.index, match[3]!, MONTHS.get(match[1]!), match[2]);
  for (const match of folded.matchAll(EUROPEAN)) add(match.index, match[3]!, Number(match[2]), match[1]);
  for (const match of folded.matchAll(EASTERN)) add(match.index, match[1]!, Number(match[2]), match[3]);
  if (found.length === 0)
    for (const match of folded.matchAll(YEAR_MONTH)) add(match.index, match[1]!, Number(match[2]));
  if (found.length === 0)
    for (const match of folded.matchAll(MONTH_YEAR)) add(match.index, match[2]!, MONTHS.get(match[1]!));
  return found.toSorted((left, right) => left.at - right.at)[0]?.value;
}

/** Date of a passage, and its source: a heading or the beginning, the file's name, or its time. */
export interface WrittenAt {
  readonly value: number;
  readonly from: 'text' | 'name' | 'file';
}

const BEGINNING = 400;

/** Dates by document and headings. Every question asks for those of its best passages. */
const written = new WeakMap<FileDocument, Map<string, WrittenAt | undefined>>();

/**
 * Dates a passage. Tries a date in the headings above it, in the first lines of the document, in the file name, then
 * the time of the file or message.
 */
export function dateDocument(document: FileDocument, trail: readonly string[]): WrittenAt | undefined {
  const known = written.get(document) ?? new Map<string, WrittenAt | undefined>();
  written.set(document, known);
  const key = trail.join('\n');
  if (!known.has(key)) known.set(key, readDate(document, trail));
  return known.get(key);
}

function readDate(document: FileDocument, trail: readonly string[]): WrittenAt | undefined {
  for (const heading of trail.toReversed()) {
    const value = findDate(heading);
    if (value !== undefined) return { value, from: 'text' };
  }
  if (document.format === 'mail' && document.modified !== undefined)
    return { value: toDay(document.modified), from: 'text' };
  const named = findDate(document.path.split('/').at(-1)!.replaceAll('_', '-'));
  const opening =
    findDate(document.title) ??
    findDate(document.text.slice(0, BEGINNING).split(/\n/).slice(0, 3).join('\n'));
  if (opening !== undefined) return { value: opening, from: 'text' };
  if (named !== undefined) return { value: named, from: 'name' };
  return document.modified === undefined ? undefined : { value: toDay(document.modified), from: 'file' };
}

function toDay(milliseconds: number): number {
  const date = new Date(milliseconds);
  return date.getUTCFullYear() * 10_000 + (date.getUTCMonth() + 1) * 100 + date.getUTCDate();
}
