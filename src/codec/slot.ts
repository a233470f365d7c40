/**
 * Slots: 1-based positions in the view.
 *
 * @module
 */

/**
 * Reads a 1-based slot from decimal digits. Leading zeros are allowed.
 *
 * @returns `undefined` for 0, for anything but digits, and beyond 2^53 - 1.
 */
export function parseSlot(digits: string): number | undefined {
  if (!/^\d+$/.test(digits)) return undefined;
  return isSlot(Number(digits)) ? Number(digits) : undefined;
}

/** Tells whether a value is a slot: a whole number from 1 to 2^53 - 1. */
export function isSlot(value: unknown): value is number {
  return typeof value === 'number' && Number.isSafeInteger(value) && value >= 1;
}
