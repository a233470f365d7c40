import { UsageError } from './usage-error.ts';

/** A parser for a whole-number option with a smallest and a largest value. */
export function wholeNumber(
  option: string,
  least: number,
  most: number = Number.MAX_SAFE_INTEGER,
): (text: string) => number {
  return (text) => {
    const value = Number(text);
    if (/^\d+$/.test(text) && value >= least && value <= most) return value;
    const range = most === Number.MAX_SAFE_INTEGER ? `from ${least} on` : `from ${least} to ${most}`;
    throw new UsageError(`${option} ${text}: give a whole number ${range}`);
  };
}

/** A parser for a decimal option within bounds. */
export function decimal(option: string, least: number, most: number): (text: string) => number {
  return (text) => {
    const value = Number(text);
    if (text.trim() !== '' && value >= least && value <= most) return value;
    throw new UsageError(`${option} ${text}: give a number from ${least} to ${most}`);
  };
}

/** A parser for an option with a fixed set of values. */
export function oneOf<Value extends string>(
  option: string,
  values: readonly Value[],
): (text: string) => Value {
  return (text) => {
    const value = values.find((candidate) => candidate === text);
    if (value !== undefined) return value;
    throw new UsageError(`${option} ${text}: give one of ${values.join(', ')}`);
  };
}
