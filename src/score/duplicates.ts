/**
 * Finds entries that say nearly the same.
 *
 * @module
 */
import type { Entry, EntryId } from '../memory/entry.ts';
import { answerWords } from './normalise.ts';
import { similarPairs } from './similar-pairs.ts';

/** Share of common words from which two entries count as near-equal. */
export const NEAR_EQUAL = 0.9;

/**
 * Returns groups of near-equal entries as ids, oldest first. Each entry shares at least 90 % of its distinct
 * words with another entry of its group. Words are normalised like answers.
 */
export function findDuplicates(entries: readonly Entry[]): readonly (readonly EntryId[])[] {
  const sets = entries.map(({ text }) => new Set(answerWords(text)));
  const groups = new Map<number, number[]>();
  const groupOf = entries.map((_, index) => index);
  for (const { first, second } of similarPairs(sets, NEAR_EQUAL)) {
    const [kept, joined] = [groupOf[first]!, groupOf[second]!].sort((one, other) => one - other);
    if (kept === joined) continue;
    const members = [...(groups.get(kept!) ?? [kept!]), ...(groups.get(joined!) ?? [joined!])];
    groups.delete(joined!);
    groups.set(kept!, members);
    for (const member of members) groupOf[member] = kept!;
  }
  return [...groups]
    .sort(([one], [other]) => one - other)
    .map(([, members]) => members.sort((one, other) => one - other).map((index) => entries[index]!.id));
}
