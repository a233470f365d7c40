/**
 * Finds a calendar date in a heading, a time stamp or a sentence.
 *
 * @module
 */

/** Names of the months in English, German, French, Spanish, Italian, Portuguese and Dutch. */
const MONTH_NAMES: readonly string[] = [
  'jan january januar jänner janvier enero gennaio janeiro januari',
  'feb february februar février fevrier febrero febbraio fevereiro februari',
  'mar march märz maerz mars marzo março maart',
  'apr april avril abril aprile',
  'may mai mayo maggio maio mei',
  'jun june juni juin junio giugno junho',
  'jul july juli juillet julio luglio julho',
  'aug august août aout agosto augustus',
  'sep sept september septembre septiembre settembre setembro',
  'oct october okt oktober octobre octubre ottobre outubro',
  'nov november novembre noviembre novembro',
  'dec december dez dezember décembre decembre diciembre dicembre dezembro',
];

const MONTHS: ReadonlyMap<string, number> = new Map(
  MONTH_NAMES.flatMap((names, place) => names.split(' ').map((name) => [name, place + 1] as const)),
);

const MONTH = `(${[...MONTHS.keys()].sort((one, other) => other.length - one.length).join('|')})(?!\\p{L})\\.?`;
const GAP = '(?:[\\s,./-]+|\\s+(?:of|de|del|di)\\s+)';

/** No comma: in "Session 3, March 2024", the 3 is not a day. */
const DAY_GAP = '(?:[\\s./-]+|\\s+(?:of|de|di)\\s+)';

const DAY = '(?<![\\d.:/-])(\\d{1,2})(?:st|nd|rd|th|er|º)?';
const YEAR = "(\\d{4}(?!\\d)|['’]\\d{2}(?!\\d))";

interface DatePattern {
  readonly pattern: RegExp;
  /** What the groups of the pattern hold: year, month and day, in this order. */
  readonly order: string;
  /** Whether day and month change places if the month would exceed 12. */
  readonly swaps?: true;
}

const PATTERNS: readonly DatePattern[] = [
  { pattern: /(?<!\d)(\d{4})[-/.](\d{1,2})[-/.](\d{1,2})(?!\d)/, order: 'ymd' },
  { pattern: new RegExp(`${DAY}${DAY_GAP}${MONTH}${GAP}${YEAR}`, 'iu'), order: 'dmy' },
  {
    pattern: new RegExp(`(?<!\\p{L})${MONTH}${GAP}(\\d{1,2})(?:st|nd|rd|th)?(?!\\d)${GAP}${YEAR}`, 'iu'),
    order: 'mdy',
  },
  { pattern: new RegExp(`(?<!\\d)(\\d{4})${GAP}${MONTH}${GAP}(\\d{1,2})(?!\\d)`, 'iu'), order: 'ymd' },
  { pattern: /(?<![\w.])(\d{1,2})\.\s?(\d{1,2})\.\s?(\d{4}|\d{2})(?![\d.])/, order: 'dmy', swaps: true },
  { pattern: /(?<![\w/])(\d{1,2})\/(\d{1,2})\/(\d{4}|\d{2})(?![\d/])/, order: 'mdy', swaps: true },
  { pattern: /(?<![\w-])(\d{1,2})-(\d{1,2})-(\d{4})(?![\d-])/, order: 'mdy', swaps: true },
  { pattern: /(?<!\d)((?:19|20)\d{2})(\d{2})(\d{2})(?!\d)/, order: 'ymd' },
  { pattern: /(\d{4})[年년]\s?(\d{1,2})[月월]\s?(\d{1,2})[日일]/, order: 'ymd' },
];

/** Seconds or milliseconds since 1970, alone or after "Session 3, ". */
const EPOCH = /(?:^|,\s*)(\d{10})(\d{3})?(?:\.\d+)?\s*$/;

/**
 * Returns the first date in a text as `YYYY-MM-DD`, or `undefined` if it names no whole date that exists.
 *
 * - In `3/4/2024` and `3/4/24` the month comes first, in `3.4.2024` the day. If the month would exceed 12, they change
 *   places.
 * - A year of two digits is 2000 to 2068, or 1969 to 1999 (as in POSIX). `24-03-15` is unread, because its order is unclear.
 * - A number of 10 or 13 digits is a time in seconds or milliseconds since 1970, if nothing follows it.
 * - Time zones and weekdays are ignored.
 *
 * @example readDate('1:56 pm on 8 May, 2023') // '2023-05-08'
 */
export function readDate(text: string): string | undefined {
  for (const { pattern, order, swaps } of PATTERNS) {
    const match = pattern.exec(text);
    if (match === null) continue;
    const read = (part: string): string => match[order.indexOf(part) + 1]!;
    const [year, month, day] = [readYear(read('y')), readMonth(read('m')), Number(read('d'))];
    const date = toDate(year, month, day) ?? (swaps && toDate(year, day, month));
    if (date !== undefined) return date;
  }
  const epoch = EPOCH.exec(text);
  return epoch === null ? undefined : new Date(Number(epoch[1]) * 1000).toISOString().slice(0, 10);
}

function readYear(text: string): number {
  const year = Number(text.replace(/^['’]/, ''));
  if (text.length === 4) return year;
  return year < 69 ? 2000 + year : 1900 + year;
}

function readMonth(text: string): number {
  return /^\d/.test(text) ? Number(text) : (MONTHS.get(text.toLowerCase()) ?? 0);
}

/** Returns `undefined` for days that no calendar has, such as 30 February. */
function toDate(year: number, month: number, day: number): string | undefined {
  if (!(year >= 1 && month >= 1 && month <= 12 && day >= 1)) return undefined;
  const time = new Date(0);
  time.setUTCFullYear(year, month - 1, day);
  return time.getUTCMonth() + 1 === month ? time.toISOString().slice(0, 10) : undefined;
}
