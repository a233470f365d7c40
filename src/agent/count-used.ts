/**
 * Counts what memory holds.
 *
 * @module
 */
import type { Memory } from '../memory/memory.ts';

/** Number of entries, and characters of entries and scratchpad. */
interface UsedAmount {
  readonly entries: number;
  readonly characters: number;
}

/** Counts the entries, and the characters of entries and scratchpad. Returns `undefined` if the store fails. */
export async function countUsed(
  memory: Pick<Memory, 'entries' | 'scratchpad'>,
): Promise<UsedAmount | undefined> {
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
