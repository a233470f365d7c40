/**
 * Memory limits as text: `10` entries or `2000ch` characters.
 *
 * @module
 */
import type { Room } from '../../rules/keep-best.ts';
import { AtomMemError } from '../../shared/error.ts';

/** Smallest limit in characters: one short entry. */
const SHORTEST = 100;

/** Describes what `parseBudgets` accepts, for help and errors. */
export const BUDGETS: string = `numbers of entries, or of characters from ${SHORTEST} as in 2000ch, separated by commas`;

/**
 * Reads memory limits: `10` means entries, `2000ch` characters.
 *
 * @throws AtomMemError `bad-option` for text that is not a limit, and for limits below one entry or 100 characters
 * @example parseBudgets('10,2000ch') // [{ entries: 10 }, { characters: 2000 }]
 */
export function parseBudgets(text: string): readonly Room[] {
  return text.split(',').map((part) => {
    const room = parseBudget(part);
    if (room !== undefined) return room;
    throw new AtomMemError('bad-option', {
      problem: `the budget "${part.trim()}" is not a limit of at least 1 entry or ${SHORTEST} characters`,
      remedy: 'Pass numbers of entries and of characters, such as 10,20,2000ch',
      details: { option: 'budget', value: part },
    });
  });
}

/** Tells whether `parseBudgets` accepts a text. */
export function acceptsBudgets(text: string): boolean {
  return text.split(',').every((part) => parseBudget(part) !== undefined);
}

function parseBudget(part: string): Room | undefined {
  const match = /^\s*(\d+)(ch)?\s*$/.exec(part);
  if (match === null) return undefined;
  const amount = Number(match[1]);
  if (!Number.isSafeInteger(amount)) return undefined;
  if (match[2] === undefined) return amount < 1 ? undefined : { entries: amount };
  return amount < SHORTEST ? undefined : { characters: amount };
}

/** Formats a limit as `parseBudgets` reads it. */
export function formatBudget({ entries, characters }: Room): string {
  return characters === undefined ? String(entries) : `${characters}ch`;
}
