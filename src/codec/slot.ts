/**
 * Reads a 1-based slot from decimal digits. Leading zeros are allowed, as `007` is the number 7 wherever
 * models learnt to count; `undefined` for 0, for what is no run of digits, and beyond 2^53 - 1.
 */
export function parseSlot(digits: string): number | undefined {
  if (!/^\d+$/.test(digits)) return undefined;
  return isSlot(Number(digits)) ? Number(digits) : undefined;
}

/** Whether a value is a 1-based slot: a whole number from 1 to 2^53 - 1. */
export function isSlot(value: unknown): value is number {
  return typeof value === 'number' && Number.isSafeInteger(value) && value >= 1;
}
