/**
 * Counts what a limited memory holds.
 *
 * @module
 */
import type { Memory } from '../memory/memory.ts';
import type { PolicyContext } from '../policy/policy.ts';

/**
 * Counts the entries of a limited memory, and the characters of entries and scratchpad. Returns `undefined` if memory has no
 * limit, because listing a large memory is slow, or if the store fails.
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
