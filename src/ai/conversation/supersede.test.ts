/**
 * Tests which notes replace which.
 *
 * @module
 */
import { describe, expect, it, test } from 'vitest';
import { findReplaced, markOldValue, readFrame } from './supersede.ts';

const replaced = (next: string, before: string) =>
  findReplaced(
    readFrame(next),
    readFrame(before),
    /\b(?:I|my)\b/i.test(next) && /\b(?:I|my)\b/i.test(before),
    () => 2,
  );

describe('a later note replaces an earlier one', () => {
  test.each([
    ['The rent of the studio is 900 euros now.', 'The studio costs 800 euros in rent.'],
    ['The Falcon team shrank to 9 people.', 'The Falcon team has 14 people.'],
    ['Ada works at Initech now.', 'Ada works at Acme.'],
    ['The demo with Bea was moved to 4 June.', 'The demo with Bea is on 2 June.'],
    ['Ada moved from Leeds to York.', 'Ada has a flat in Leeds.'],
    ['The kitchen budget is no longer 3000 euros.', 'The kitchen budget is 3000 euros.'],
    ['the load time of the gallery page is now 250ms', 'the load time of the gallery page is 400ms'],
  ])('%s | %s', (next, before) => {
    expect(replaced(next, before)).toBeDefined();
  });

  test.each([
    ['The Falcon team has 9 people.', 'The Heron team has 14 people.'],
    ['The budget of Falcon is 900 euros.', 'The rent of the studio is 800 euros.'],
    ['Ada works at Initech.', 'Bea works at Acme.'],
    ['The deadline of Falcon is 4 June.', 'The budget of Falcon is 900 euros.'],
    ['A colleague claims that Ada works at Initech.', 'Ada works at Acme.'],
    ['Ada works at Acme.', 'Ada works at Acme.'],
    ['I bought 4 apples.', 'I ran 9 miles.'],
  ])('but not %s | %s', (next, before) => {
    expect(replaced(next, before)).toBeUndefined();
  });

  it('marks an old value that the new note names', () => {
    const { named } = replaced('Ada moved from Leeds to York.', 'Ada lives in Leeds.')!;
    expect(markOldValue('Ada moved from Leeds to York.', named!)).toBe('Ada moved (before: Leeds) to York.');
  });
});
