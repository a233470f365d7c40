/**
 * Adds dates to words such as "tomorrow", "last week" and "next Friday".
 *
 * @module
 */
const DAY = 86_400_000;

const WEEKDAYS = ['sunday', 'monday', 'tuesday', 'wednesday', 'thursday', 'friday', 'saturday'];

const MONTHS = 'January February March April May June July August September October November December'.split(
  ' ',
);

const NUMBERS: Readonly<Record<string, number>> = {
  a: 1,
  an: 1,
  one: 1,
  two: 2,
  three: 3,
  four: 4,
  five: 5,
  six: 6,
  seven: 7,
  ten: 10,
};

const COUNT = `(\\d{1,4}|${Object.keys(NUMBERS).join('|')})`;

/** Weekdays in full or short ("Fri"). */
const WEEKDAY = '((?:sun|mon|tues|wednes|thurs|fri|satur)day|sun|mon|tues?|wed|thurs?|fri|sat)';

/** "at five", "morning at 10:30 am": a date follows it. */
const TIME_OF_DAY =
  '(?:\\s+(?:morning|afternoon|evening|night))?\\s+at\\s+(?:half past |quarter (?:past|to) )?[\\p{L}\\d:.]*[\\p{L}\\d](?:\\s?[ap]\\.?m\\b)?';

const RELATIVE = new RegExp(
  `\\b(?:(day after tomorrow|tomorrow|today|tonight|yesterday|last night|day before yesterday)|(this|next|on|coming|last)\\s+${WEEKDAY}|((?:sun|mon|tues|wednes|thurs|fri|satur)day)|(last|next|this)\\s+(week|weekend|month|year)|in ${COUNT} (days?|weeks?)|${COUNT} (days?|weeks?|months?|years?) ago)\\b(${TIME_OF_DAY})?(?!\\s*\\(|,? (?:the )?\\d)`,
  'giu',
);

const WHOLE_DATE =
  /\d{4}-\d{2}-\d{2}|\b\d{1,2}(?:st|nd|rd|th)?\s+(?:of\s+)?(?:jan|feb|mar|apr|may|jun|jul|aug|sep|oct|nov|dec)|\b(?:jan|feb|mar|apr|may|jun|jul|aug|sep|oct|nov|dec)[a-z]*\.?\s+\d/i;

/**
 * Returns the text with a date after each relative day, week, month or year: "yesterday (7 May 2023)". `today` is a date
 * (`YYYY-MM-DD`). If it is undefined, or the text names a date, the text is unchanged.
 */
export function resolveDates(text: string, today: string | undefined): string {
  const start = today === undefined ? Number.NaN : Date.parse(`${today}T00:00:00Z`);
  if (Number.isNaN(start) || WHOLE_DATE.test(text)) return text;
  return text.replace(RELATIVE, (words, ...groups: (string | undefined)[]) => {
    const date = findDate(start, groups);
    return date === undefined ? words : `${words} (${date})`;
  });
}

function findDate(start: number, groups: readonly (string | undefined)[]): string | undefined {
  const [near, which, short, weekday, side, unit, ahead, aheadUnit, back, backUnit] = groups.map((group) =>
    typeof group === 'string' ? group.toLowerCase() : undefined,
  );
  const today = new Date(start);
  if (near !== undefined) return writeDay(start + countDays(near) * DAY);
  if (short !== undefined || weekday !== undefined) {
    return writeDay(start + countDaysToWeekday(today.getUTCDay(), (short ?? weekday)!, which) * DAY);
  }
  if (side !== undefined) return writePeriod(today, side, unit!);
  if (ahead !== undefined) return writeDay(start + toDays(ahead, aheadUnit!) * DAY);
  const count = NUMBERS[back!] ?? Number(back);
  if (backUnit!.startsWith('year')) return String(today.getUTCFullYear() - count);
  if (backUnit!.startsWith('month')) return writeMonth(today, -count);
  return writeDay(start - toDays(back!, backUnit!) * DAY);
}

function toDays(count: string, unit: string): number {
  return Math.min(NUMBERS[count] ?? Number(count), 5000) * (unit.startsWith('week') ? 7 : 1);
}

function countDays(word: string): number {
  if (word === 'tomorrow') return 1;
  if (word === 'day after tomorrow') return 2;
  if (word === 'day before yesterday') return -2;
  return word === 'yesterday' || word === 'last night' ? -1 : 0;
}

/** "Friday" is the coming Friday. "Next Friday" is the Friday of next week. Weeks end on Sunday. */
function countDaysToWeekday(today: number, weekday: string, which: string | undefined): number {
  const place = WEEKDAYS.findIndex((name) => name.startsWith(weekday.slice(0, 3)));
  const days = (place - today + 7) % 7;
  if (which === 'last') return days === 0 ? -7 : days - 7;
  if (which !== 'next') return days === 0 ? 7 : days;
  const untilMonday = (8 - today) % 7 || 7;
  return days < untilMonday ? days + 7 : days;
}

/** "Last week" is vague, so it stays relative to a date. */
function writePeriod(today: Date, side: string, unit: string): string | undefined {
  const step = side === 'last' ? -1 : side === 'next' ? 1 : 0;
  if (unit === 'year') return String(today.getUTCFullYear() + step);
  if (unit === 'month') return writeMonth(today, step);
  if (step === 0) return undefined;
  return `the ${unit} ${step < 0 ? 'before' : 'after'} ${writeDay(today.getTime())}`;
}

function writeMonth(today: Date, step: number): string {
  const month = new Date(Date.UTC(today.getUTCFullYear(), today.getUTCMonth() + step, 1));
  return `${MONTHS[month.getUTCMonth()]} ${month.getUTCFullYear()}`;
}

function writeDay(time: number): string {
  const date = new Date(time);
  return `${date.getUTCDate()} ${MONTHS[date.getUTCMonth()]} ${date.getUTCFullYear()}`;
}
