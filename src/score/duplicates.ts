/**
 * Finds near-duplicate entries.
 *
 * @module
 */
import type { Entry, EntryId } from '../memory/entry.ts';
import { answerWords } from './normalise.ts';
import { similarPairs } from './similar-pairs.ts';

/** Word overlap at which two entries count as near-equal. */
export const NEAR_EQUAL = 0.9;

/**
 * Returns groups of near-equal entries as ids, oldest first. Each entry shares at least 90 % of its distinct
 * words with another entry of its group. Words are normalised like answers.
 */
export function findDuplicates(entries: readonly Entry[]): readonly (readonly EntryId[])[] {
  const sets = entries.map(({ text }) => new Set(answerWords(text)));
  const groups = new Map<number, number[]>();
  const groupByEntry = entries.map((_, index) => index);
  for (const { first, second } of similarPairs(sets, NEAR_EQUAL)) {
    const [kept, joined] = [groupByEntry[first]!, groupByEntry[second]!].sort((one, other) => one - other);
    if (kept === joined) continue;
    const members = [...(groups.get(kept!) ?? [kept!]), ...(groups.get(joined!) ?? [joined!])];
    groups.delete(joined!);
    groups.set(kept!, members);
    for (const member of members) groupByEntry[member] = kept!;
  }
  return [...groups]
    .sort(([one], [other]) => one - other)
    .map(([, members]) => members.sort((one, other) => one - other).map((index) => entries[index]!.id));
}
