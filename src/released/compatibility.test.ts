import { expect, it } from 'vitest';
import { codecOptionsFor, parseCompatibility } from './compatibility.ts';

it('reads all rows, some of them, and exceptions: later parts win', () => {
  const better = parseCompatibility('better');
  const official = parseCompatibility('official');
  expect(Object.values(better).every((choice) => choice === 'better')).toBe(true);
  expect(Object.values(official).every((choice) => choice === 'official')).toBe(true);
  expect(parseCompatibility('store=official')).toEqual({ ...better, store: 'official' });
  expect(parseCompatibility('official,store=better')).toEqual({ ...official, store: 'better' });
});

it('names the rows and choices there are', () => {
  expect(() => parseCompatibility('stores=official')).toThrow(/unknown rule "stores"; known: .*store/);
  expect(() => parseCompatibility('store=new')).toThrow('give store=official or store=better');
});

it('gives a codec what the rows say of replies', () => {
  const options = (text: string): object => codecOptionsFor(parseCompatibility(text));
  expect(options('better')).toEqual({ slotZero: 'invalid', malformed: 'skip' });
  expect(options('official')).toEqual({ slotZero: 'last-entry', malformed: 'abort' });
  expect(options('slotZero=official')).toEqual({ slotZero: 'last-entry', malformed: 'skip' });
});
