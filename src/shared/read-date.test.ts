/**
 * Tests the reader of dates.
 *
 * @module
 */
import fc from 'fast-check';
import { expect, it, test } from 'vitest';
import { readDate } from './read-date.ts';

test.each([
  '2024-03-15',
  '2024-03-15T09:30:00Z',
  '2024/03/15 (Fri) 02:21',
  'March-15-2024',
  'Session 3, 1:56 pm on 15 March, 2024',
  'Session 3, Friday, March 15th, 2024',
  '15-Mar-2024',
  '15th of March 2024',
  '15.03.2024',
  '15.3.24',
  '03/15/2024',
  '15/03/2024',
  '3/15/24',
  '15/3/24 09:30',
  "15 March '24",
  '20240315',
  '2024年3月15日',
  '2024년 3월 15일',
  '2024 Mar 15',
  '15. März 2024',
  'Freitag, 15. März 2024, 9 Uhr',
  'vendredi 15 mars 2024',
  '15 de marzo de 2024',
  '15 marzo 2024',
  'Session 3, 1710494400',
  '1710494400000',
  '1710494400.25',
])('reads %s', (text) => {
  expect(readDate(text)).toBe('2024-03-15');
});

test.each([
  ['3/4/24', '2024-03-04'],
  ['3.4.24', '2024-04-03'],
  ['1/2/68', '2068-01-02'],
  ['1/2/69', '1969-01-02'],
])('reads the ambiguous %s as %s', (text, date) => {
  expect(readDate(text)).toBe(date);
});

it('returns undefined if a text names no whole date', () => {
  for (const text of [
    '',
    'last week',
    'May 2024',
    'Session 3, May 2024',
    '15 March',
    '15. März',
    '24-03-15',
    '99/99/2024',
    '30 February 2024',
    '2024-02-30',
    '2024-13-05',
    '29.2.2023',
    'Marvin 15 2024',
    'version 1.2.34.5',
    'v1.2.34',
    '10.0.0.24',
    'order 1710494400 shipped',
    'call 555-1234-5678',
  ])
    expect(readDate(text)).toBeUndefined();
});

it('reads any date in any of its formats, and never another one', () => {
  const names = 'January February March April May June July August September October November December'.split(
    ' ',
  );
  const german = 'Januar Februar März April Mai Juni Juli August September Oktober November Dezember'.split(
    ' ',
  );
  const writers: readonly ((date: Date, year: number, month: number, day: number) => string)[] = [
    (date) => date.toISOString(),
    (_, year, month, day) => `${month}/${day}/${year}`,
    (_, year, month, day) => `${day}.${month}.${year}`,
    (_, year, month, day) => `${names[month - 1]} ${day}, ${year}`,
    (_, year, month, day) => `${day} ${names[month - 1]!.slice(0, 3)} ${year}`,
    (_, year, month, day) => `${day}. ${german[month - 1]} ${year}`,
    (date) => date.toUTCString(),
    (_, year, month, day) => `${month}/${day}/${String(year).slice(2)}`,
    (_, year, month, day) => `${day}.${month}.${String(year).slice(2)}`,
    (_, year, month, day) => `${year}年${month}月${day}日`,
    (date) => String(date.getTime() / 1000),
    (date) => String(date.getTime()),
  ];
  const days = fc.integer({ min: Date.UTC(2002, 0, 1) / 86_400_000, max: Date.UTC(2032, 0, 1) / 86_400_000 });
  fc.assert(
    fc.property(
      days,
      fc.nat(86_399),
      fc.constantFrom(...writers),
      fc.boolean(),
      (day, second, write, titled) => {
        const date = new Date(day * 86_400_000 + second * 1000);
        const text = write(date, date.getUTCFullYear(), date.getUTCMonth() + 1, date.getUTCDate());
        expect(readDate(titled ? `Session 12, ${text}` : text)).toBe(date.toISOString().slice(0, 10));
      },
    ),
  );
});

it('returns only days that exist, whatever the text', () => {
  const text = fc
    .array(
      fc.constantFrom(...'0 1 2 3 9 24 31 2024 1999 / . - , : Mar May März de T 年 月 日'.split(' '), ' '),
      { maxLength: 12 },
    )
    .map((parts) => parts.join(''));
  fc.assert(
    fc.property(text, (written) => {
      const date = readDate(written);
      if (date !== undefined) expect(new Date(`${date}T00:00:00Z`).toISOString().slice(0, 10)).toBe(date);
    }),
  );
});
