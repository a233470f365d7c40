/**
 * Memory limits as text: `10` entries or `2000ch` characters.
 *
 * @module
 */
import type { Room } from '../../rules/keep-best.ts';
import { AtomMemError } from '../../shared/error.ts';

/**
 * Reads memory limits: `10` means entries, `2000ch` characters.
 *
 * @throws AtomMemError `bad-option` for text that is no limit, and for limits below one entry or 100 characters
 * @example parseBudgets('10,2000ch') // [{ entries: 10 }, { characters: 2000 }]
 */
export function parseBudgets(text: string): readonly Room[] {
  return text.split(',').map((part) => {
    const match = /^\s*(\d+)(ch)?\s*$/.exec(part);
    const amount = Number(match?.[1]);
    if (match === null || amount < (match[2] === undefined ? 1 : SHORTEST)) {
      throw new AtomMemError('bad-option', {
        problem: `the budget "${part.trim()}" is no limit of at least 1 entry or ${SHORTEST} characters`,
        remedy: 'Pass numbers of entries and of characters, such as 10,20,2000ch',
        details: { option: 'budget', value: part },
      });
    }
    return match[2] === undefined ? { entries: amount } : { characters: amount };
  });
}

/** Characters that one short entry takes. */
const SHORTEST = 100;

/** Formats a limit as `parseBudgets` reads it. */
export function formatBudget({ entries, characters }: Room): string {
  return characters === undefined ? String(entries) : `${characters}ch`;
}
