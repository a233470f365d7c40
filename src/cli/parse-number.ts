/**
 * Parsers for the values of flags.
 *
 * @module
 */
import { usageError } from './usage-error.ts';

/** Returns a parser for a whole number within bounds. */
export function wholeNumber(
  option: string,
  least: number,
  most: number = Number.MAX_SAFE_INTEGER,
): (text: string) => number {
  return (text) => {
    const value = Number(text);
    if (/^\d+$/.test(text) && value >= least && value <= most) return value;
    const range = most === Number.MAX_SAFE_INTEGER ? `from ${least} on` : `from ${least} to ${most}`;
    throw usageError(`${option} ${text} is not accepted`, `Pass a whole number ${range}`);
  };
}

/** Returns a parser for a decimal number within bounds. */
export function decimal(option: string, least: number, most: number): (text: string) => number {
  return (text) => {
    const value = Number(text);
    if (text.trim() !== '' && value >= least && value <= most) return value;
    throw usageError(`${option} ${text} is not accepted`, `Pass a number from ${least} to ${most}`);
  };
}

/** Returns a parser for one of a fixed set of values. */
export function oneOf<Value extends string>(
  option: string,
  values: readonly Value[],
): (text: string) => Value {
  return (text) => {
    const value = values.find((candidate) => candidate === text);
    if (value !== undefined) return value;
    throw usageError(`${option} ${text} is not accepted`, `Pass one of ${values.join(', ')}`);
  };
}

/** Returns a parser for whole numbers separated by commas. */
export function numberList(option: string): (text: string) => readonly number[] {
  const number = wholeNumber(option, 0);
  return (text) => text.split(',').map((part) => number(part.trim()));
}
