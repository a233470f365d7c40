/**
 * Finds a calendar date in a heading, a time stamp or a sentence.
 *
 * @module
 */
const MONTHS = ['jan', 'feb', 'mar', 'apr', 'may', 'jun', 'jul', 'aug', 'sep', 'oct', 'nov', 'dec'];

const MONTH = '(jan|feb|mar|apr|may|jun|jul|aug|sept?|oct|nov|dec)[a-z]*\\.?';
const GAP = '[\\s,./-]+';

/** No comma: in "Session 3, March 2024", the 3 is not a day. */
const DAY_GAP = '[\\s./-]+';

/** Patterns with the positions of year, month and day in the match. */
const PATTERNS: readonly (readonly [RegExp, year: number, month: number, day: number])[] = [
  [/(?<!\d)(\d{4})[-/.](\d{1,2})[-/.](\d{1,2})(?!\d)/, 1, 2, 3],
  [
    new RegExp(`(?<!\\d)(\\d{1,2})(?:st|nd|rd|th)?(?:\\s+of)?${DAY_GAP}${MONTH}${GAP}(\\d{4})(?!\\d)`, 'i'),
    3,
    2,
    1,
  ],
  [new RegExp(`\\b${MONTH}${GAP}(\\d{1,2})(?:st|nd|rd|th)?${GAP}(\\d{4})(?!\\d)`, 'i'), 3, 1, 2],
  [new RegExp(`(?<!\\d)(\\d{4})${GAP}${MONTH}${GAP}(\\d{1,2})(?!\\d)`, 'i'), 1, 2, 3],
  [/(?<!\d)(\d{1,2})\.(\d{1,2})\.(\d{4})(?!\d)/, 3, 2, 1],
  [/(?<!\d)(\d{1,2})[/-](\d{1,2})[/-](\d{4})(?!\d)/, 3, 1, 2],
  [/(?<!\d)((?:19|20)\d{2})(\d{2})(\d{2})(?!\d)/, 1, 2, 3],
  [/(\d{4})年(\d{1,2})月(\d{1,2})日/, 1, 2, 3],
];

/**
 * Returns the first date in a text as `YYYY-MM-DD`, or `undefined` if it names no whole date. In `3/4/2024` the month
 * comes first, unless it would exceed 12.
 *
 * @example readDate('1:56 pm on 8 May, 2023') // '2023-05-08'
 */
export function readDate(text: string): string | undefined {
  for (const [pattern, year, month, day] of PATTERNS) {
    const match = pattern.exec(text);
    if (match === null) continue;
    const date = toDate(Number(match[year]), readMonth(match[month]!), Number(match[day]));
    const swapped = toDate(Number(match[year]), readMonth(match[day]!), Number(match[month]));
    if (date !== undefined || swapped !== undefined) return date ?? swapped;
  }
  return undefined;
}

function readMonth(text: string): number {
  return /^\d/.test(text) ? Number(text) : MONTHS.indexOf(text.slice(0, 3).toLowerCase()) + 1;
}

function toDate(year: number, month: number, day: number): string | undefined {
  if (!(month >= 1 && month <= 12 && day >= 1 && day <= 31)) return undefined;
  return [String(year).padStart(4, '0'), ...[month, day].map((part) => String(part).padStart(2, '0'))].join(
    '-',
  );
}
