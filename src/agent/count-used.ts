/**
 * Counts what a limited memory holds.
 *
 * @module
 */
import type { Memory } from '../memory/memory.ts';
import type { PolicyContext } from '../policy/policy.ts';

/**
 * Counts entries, and the characters of entries and scratchpad. Returns `undefined` if memory has no limit, so that large
 * memories need not be listed, or if the store fails.
 */
export async function countUsed(
  memory: Pick<Memory, 'entries' | 'scratchpad'>,
  { capacity, characterCapacity }: Pick<PolicyContext, 'capacity' | 'characterCapacity'>,
): Promise<PolicyContext['used']> {
  if (capacity === undefined && characterCapacity === undefined) return undefined;
  try {
    const entries = await memory.entries();
    const scratchpad = (await memory.scratchpad())?.text ?? '';
    return {
      entries: entries.length,
      characters: entries.reduce((sum, { text }) => sum + text.length, scratchpad.length),
    };
  } catch {
    return undefined;
  }
}
