/**
 * Refuses writes that would exceed the character capacity.
 *
 * @module
 */
import type { Entry, EntryId } from './entry.ts';
import type { Write } from './write.ts';

/** Tells for each write, in order, whether it fits. */
export type FitCheck = (write: Write) => boolean;

/**
 * Creates a check that follows the size of memory write by write. A Create or an Update that would exceed the limit
 * does not fit, unless an Update makes its entry shorter. Deletes always fit.
 *
 * @param limit characters (UTF-16 units, as `String.length`) of all live entries and the scratchpad
 */
export function createFitCheck(limit: number, stored: readonly Entry[]): FitCheck {
  const sizes = new Map<EntryId, number>(stored.map(({ id, text }) => [id, text.length]));
  let used = stored.reduce((sum, { text }) => sum + text.length, 0);
  return (write) => {
    const before = write.id === undefined ? 0 : (sizes.get(write.id) ?? 0);
    const after = write.kind === 'delete' ? 0 : write.text.length;
    if (after > before && used - before + after > limit) return false;
    // The store may refuse a write for its version. Such a write frees nothing.
    if (after < before && write.expectedVersion !== undefined) return true;
    used += after - before;
    if (write.id !== undefined) sizes.set(write.id, after);
    return true;
  };
}
