/**
 * Terms for dates, so that "15 June" matches "2024-06-15" and "15.06.".
 *
 * @module
 */
import { foldAccents } from '../shared/fold-accents.ts';
import { getMonth } from './calendar.ts';

/** A date in a text. */
export interface DateMention {
  readonly year?: number;
  readonly month: number;
  readonly day?: number;
  readonly start: number;
  readonly end: number;
}

const PATTERNS: readonly RegExp[] = [
  /(?<![\d.])(?<year>\d{4})[-/](?<month>\d{2})[-/](?<day>\d{2})(?!\d)/g,
  /(?<![\d.])(?<day>\d{1,2})\.(?<month>\d{1,2})\.(?<year>(?:19|20)\d{2})?(?!\d)/g,
  /(?<![\d/])(?<day>\d{1,2})\/(?<month>\d{1,2})\/(?<year>(?:19|20)\d{2})(?!\d)/g,
  /(?<![\d.])(?<day>\d{1,2})(?:st|nd|rd|th|er|\.)?\s(?:of\s|de\s)?(?<name>[a-z]{3,10})\b\.?(?:,?\s(?:de\s)?(?<year>(?:19|20)\d{2}))?/g,
  /\b(?<name>[a-z]{3,10})\.?\s(?<day>\d{1,2})(?:st|nd|rd|th)?(?![\d.:])(?:,?\s(?<year>(?:19|20)\d{2}))?/g,
  /\b(?<name>[a-z]{3,10})\s(?:de\s)?(?<year>(?:19|20)\d{2})(?!\d)/g,
  /(?<![\d.])(?<year>\d{4})-(?<month>\d{2})(?![-\d])/g,
  /(?:(?<year>\d{4})\s?[年년]\s?)?(?<month>\d{1,2})\s?[月월]\s?(?:(?<day>\d{1,2})\s?[日号일])?/g,
];

/** What every date contains: a mark between digits, or the beginning of a month's name. */
const HINT =
  /\d[-/.]\d|[年月년월]|\b(?:jan|feb|f[eé]v|mar|m[aä]r|apr|abr|avr|ma[iy]|jun|juin|jul|juil|aug|ago|ao[uû]|sep|okt|oct|nov|d[eé][cz]|dic|ene)/i;

/** Returns the dates of a text. Overlapping ones are left out, the more specific ones stay. */
export function listDates(text: string): readonly DateMention[] {
  if (!/\d/.test(text) || !HINT.test(text)) return [];
  const folded = foldAccents(text.toLowerCase());
  const found: DateMention[] = [];
  for (const pattern of PATTERNS)
    for (const { index, 0: whole, groups } of folded.matchAll(pattern)) {
      const month = groups!.name === undefined ? Number(groups!.month) : getMonth(groups!.name);
      const day = groups!.day === undefined ? undefined : Number(groups!.day);
      if (month === undefined || month < 1 || month > 12 || (day !== undefined && (day < 1 || day > 31)))
        continue;
      const [start, end] = [index, index + whole.length];
      if (found.some((one) => start < one.end && one.start < end)) continue;
      const year = groups!.year === undefined ? undefined : Number(groups!.year);
      found.push({ year, month, day, start, end });
    }
  return found;
}

const pad = (value: number): string => String(value).padStart(2, '0');

/** Returns the terms under which a date is indexed: month and day, year and month, month. */
export function toDateTerms({ year, month, day }: DateMention): readonly string[] {
  return [
    `@${pad(month)}`,
    ...(day === undefined ? [] : [`@${pad(month)}-${pad(day)}`]),
    ...(year === undefined ? [] : [`@${year}-${pad(month)}`]),
  ];
}

/** Returns the term that a question about a date looks for: the day, or else the month. */
export function toAskedTerm({ year, month, day }: DateMention): string {
  if (day !== undefined) return `@${pad(month)}-${pad(day)}`;
  return year === undefined ? `@${pad(month)}` : `@${year}-${pad(month)}`;
}

const MONTH_NAME =
  /\b(?:in|im|en|since|until|by|bis|seit|ab|of|from)\s(?:early\s|late\s|mid-?)?([a-z]{3,10})\b/g;

/** Returns months without a day or a year: "in December". */
export function listMonths(text: string): readonly DateMention[] {
  const folded = foldAccents(text.toLowerCase());
  return [...folded.matchAll(MONTH_NAME)].flatMap(({ index, 0: whole, 1: name }) => {
    const month = getMonth(name!);
    return month === undefined ? [] : [{ month, start: index, end: index + whole.length }];
  });
}
