/**
 * Tests the reader of dates.
 *
 * @module
 */
import { expect, it, test } from 'vitest';
import { readDate } from './read-date.ts';

test.each([
  '2024-03-15',
  '2024-03-15T09:30:00Z',
  '2024/03/15 (Fri) 02:21',
  'March-15-2024',
  'Session 3, 1:56 pm on 15 March, 2024',
  'March 15th, 2024',
  '15-Mar-2024',
  '15th of March 2024',
  '15.03.2024',
  '03/15/2024',
  '15/03/2024',
  '20240315',
  '2024年3月15日',
  '2024 Mar 15',
])('reads %s', (text) => {
  expect(readDate(text)).toBe('2024-03-15');
});

it('returns undefined if a text names no whole date', () => {
  for (const text of [
    '',
    'last week',
    'May 2024',
    'Session 3, May 2024',
    '15 March',
    '99/99/2024',
    'call 555-1234-5678',
  ])
    expect(readDate(text)).toBeUndefined();
});
