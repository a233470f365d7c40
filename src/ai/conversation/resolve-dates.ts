/**
 * Adds dates to words such as "tomorrow" and "next Friday".
 *
 * @module
 */
const DAY = 86_400_000;

const WEEKDAYS = ['sunday', 'monday', 'tuesday', 'wednesday', 'thursday', 'friday', 'saturday'];

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

const RELATIVE = new RegExp(
  `\\b(?:(day after tomorrow|tomorrow|today|tonight)|(?:(this|next|on|coming)\\s+)?(${WEEKDAYS.join('|')})|in (\\d+|${Object.keys(NUMBERS).join('|')}) (days?|weeks?))\\b(?!\\s*\\()`,
  'gi',
);

/**
 * Returns the text with `(YYYY-MM-DD)` after each relative day. `today` is a date; if it is undefined, the text is
 * unchanged.
 */
export function resolveDates(text: string, today: string | undefined): string {
  const start = today === undefined ? Number.NaN : Date.parse(`${today}T00:00:00Z`);
  if (
    Number.isNaN(start) ||
    /\d{4}-\d{2}-\d{2}|\b\d{1,2}(?:st|nd|rd|th)?\s+(?:of\s+)?(?:jan|feb|mar|apr|may|jun|jul|aug|sep|oct|nov|dec)|\b(?:jan|feb|mar|apr|may|jun|jul|aug|sep|oct|nov|dec)[a-z]*\.?\s+\d/i.test(
      text,
    )
  )
    return text;
  return text.replace(
    RELATIVE,
    (words, near?: string, which?: string, weekday?: string, count?: string, unit?: string) => {
      const date = new Date(start);
      if (near !== undefined) date.setTime(start + daysTo(near.toLowerCase()) * DAY);
      else if (weekday !== undefined)
        date.setTime(start + daysToWeekday(date.getUTCDay(), weekday, which) * DAY);
      else {
        const number = NUMBERS[count!.toLowerCase()] ?? Number(count);
        date.setTime(start + Math.min(number, 5000) * (/^week/i.test(unit!) ? 7 : 1) * DAY);
      }
      return `${words} (${date.toISOString().slice(0, 10)})`;
    },
  );
}

function daysTo(word: string): number {
  if (word === 'tomorrow') return 1;
  return word === 'day after tomorrow' ? 2 : 0;
}

/** "Friday" is the coming Friday. "Next Friday" is the Friday of next week. Weeks end on Sunday. */
function daysToWeekday(today: number, weekday: string, which: string | undefined): number {
  const days = (WEEKDAYS.indexOf(weekday.toLowerCase()) - today + 7) % 7;
  if (which?.toLowerCase() !== 'next') return days === 0 ? 7 : days;
  const untilMonday = (8 - today) % 7 || 7;
  return days < untilMonday ? days + 7 : days;
}
