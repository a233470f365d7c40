/**
 * Checks of arguments and options: a wrong one throws an error that names it.
 *
 * @module
 */
import { AtomMemError } from '../shared/error.ts';

/** @throws AtomMemError `bad-argument` */
export function checkString(option: string, value: unknown): asserts value is string {
  if (typeof value === 'string') return;
  throw badArgument(option, value, 'a string');
}

/**
 * Checks a whole number; `undefined` passes.
 *
 * @throws AtomMemError `bad-argument`
 */
export function checkCount(option: string, value: unknown, least: number): void {
  if (value === undefined) return;
  // Infinity is a usual way to ask for everything.
  if (value === Number.POSITIVE_INFINITY || (Number.isInteger(value) && (value as number) >= least)) return;
  throw badArgument(option, value, `a whole number of at least ${least}`);
}

/**
 * Checks one of a few names; `undefined` passes.
 *
 * @throws AtomMemError `bad-option`
 */
export function checkOneOf(option: string, value: unknown, accepted: readonly string[]): void {
  if (value === undefined || accepted.includes(value as string)) return;
  throw new AtomMemError('bad-option', {
    problem: `"${option}" is ${show(value)}`,
    remedy: `Pass one of ${accepted.join(', ')}`,
    details: { option, value, accepted },
  });
}

export function badArgument(option: string, value: unknown, expected: string): AtomMemError<'bad-argument'> {
  return new AtomMemError('bad-argument', {
    problem: `"${option}" is ${show(value)}`,
    remedy: `Pass ${expected}`,
    details: { option, value },
  });
}

function show(value: unknown): string {
  if (typeof value === 'string') return JSON.stringify(value.slice(0, 60));
  if (typeof value === 'object' && value !== null) return Array.isArray(value) ? 'a list' : 'an object';
  return typeof value === 'function' ? 'a function' : String(value);
}
