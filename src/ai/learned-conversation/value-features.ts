/**
 * Features of the values in a new statement and an older entry.
 *
 * @module
 */
import { isClose, isOther } from '../conversation/compare-values.ts';
import { DOUBT, hasOtherModifier } from '../conversation/supersede.ts';
import { OWN } from './entry-features.ts';
import type { Pair } from './pair-features.ts';
import { findRivals, isName, listKinds, listOtherValues, type OtherValue } from './value-kinds.ts';

type PairFeature = (pair: Pair) => number;

const others = new WeakMap<Pair, readonly OtherValue[]>();

/** Lists the values of one kind that differ between the statement and the entry. Cached per pair. */
function readOthers(pair: Pair): readonly OtherValue[] {
  let values = others.get(pair);
  if (values === undefined) {
    values = listOtherValues(pair.next, pair.before);
    others.set(pair, values);
  }
  return values;
}

const some =
  (test: (values: OtherValue) => boolean): PairFeature =>
  (pair) =>
    Number(readOthers(pair).some(test));

/** Tells whether they hold different values of one kind, such as sums, dates, rooms or counts of one thing. */
export const hasOtherKind: PairFeature = some(
  ({ next: { kind } }) => !isName(kind) && !kind.startsWith('place'),
);

/** Tells whether they hold different places. */
export const hasOtherPlace: PairFeature = some(({ next: { kind } }) => kind.startsWith('place'));

/** Tells whether they hold different names with the same number of words. */
export const hasOtherName: PairFeature = some(({ next: { kind } }) => isName(kind));

/** Tells whether they hold different codes of one form. */
export const hasOtherForm: PairFeature = some(({ next: { kind } }) => kind.startsWith('form'));

/** Tells whether both hold values, but the older entry has none of the kinds in the new statement. Names do not count. */
export const lacksKind: PairFeature = ({ next, before }) => {
  const kinds = new Set(listKinds(before).map(({ kind }) => kind));
  const own = listKinds(next).filter(({ kind }) => !isName(kind));
  return Number(own.length > 0 && kinds.size > 0 && !own.some(({ kind }) => kinds.has(kind)));
};

/** Tells whether both hold values, but the new statement has none of the kinds in the older entry. Names do not count. */
export const dropsKind: PairFeature = ({ book, next, before, ...pair }) =>
  lacksKind({ ...pair, book, next: before, before: next });

/** Tells whether the rules would compare two of their values, which agree in unit, ordinal, subject and modifier. */
export const isComparable: PairFeature = some(
  ({ next, before }) =>
    next.stated !== undefined &&
    before.stated !== undefined &&
    isOther(next.stated, before.stated) &&
    isClose(next.stated, before.stated),
);

/** Tells whether the same name is next to two values that differ. */
export const isSameOwner: PairFeature = some(({ next, before }) =>
  next.names.some((name) => before.names.includes(name)),
);

/** Tells whether different names are next to two values that differ. */
export const isOtherOwner: PairFeature = some(
  ({ next, before }) =>
    next.names.length > 0 &&
    before.names.length > 0 &&
    !next.names.some((name) => before.names.includes(name)),
);

/** Tells whether the same noun follows different words, as in "the billing team" and "the support team". */
export const isModified: PairFeature = ({ next, before }) =>
  Number(hasOtherModifier(next.said, before.said) || hasOtherModifier(before.said, next.said));

/** Tells whether only one of them is about the speaker. */
export const isOtherSpeaker: PairFeature = ({ next, before }) =>
  Number(OWN.test(next.said) !== OWN.test(before.said));

/** Tells whether the speaker doubts the new statement. */
export const isNextDoubted: PairFeature = ({ next }) => Number(DOUBT.test(next.said));

/** How much an entry and its rivals share with the new statement, as weights of concepts. */
interface Lead {
  readonly own: number;
  /** The most that any rival shares. 0 without rivals. */
  readonly best: number;
  /** Number of entries with another value of that kind, this one included. */
  readonly count: number;
}

const compareRivals =
  (group: 'typed' | 'named', compute: (lead: Lead) => number): PairFeature =>
  ({ book, next, before }) => {
    const rivals = findRivals(book, next)[group];
    const own = rivals.get(before);
    if (own === undefined) return 0;
    let best = 0;
    for (const [note, weight] of rivals) if (note !== before) best = Math.max(best, weight);
    return compute({ own, best, count: rivals.size });
  };

const measureLead = ({ own, best }: Lead): number => Math.max(-1, Math.min(1, (own - best) / 5));
const isBest = ({ own, best }: Lead): number => Number(own > 0 && own >= best);

/** Returns how much more the entry shares with the new statement than its best rival of that kind does, −1 to 1. */
export const leadOfKind: PairFeature = compareRivals('typed', measureLead);

/** Tells whether no rival of that kind shares more with the new statement. */
export const isBestOfKind: PairFeature = compareRivals('typed', isBest);

/** Returns 1 if the entry has no rivals of that kind, and less the more there are. */
export const scarcityOfKind: PairFeature = compareRivals('typed', ({ count }) => 1 / Math.sqrt(count));

/** Returns how much more the entry shares with the new statement than its best rival by name does, −1 to 1. */
export const leadOfName: PairFeature = compareRivals('named', measureLead);

/** Tells whether no rival by name shares more with the new statement. */
export const isBestOfName: PairFeature = compareRivals('named', isBest);

/** Features of the values of a pair, by the name that weights files use. */
export const VALUE_FEATURES: Readonly<Record<string, PairFeature>> = {
  hasOtherKind,
  hasOtherPlace,
  hasOtherName,
  hasOtherForm,
  lacksKind,
  dropsKind,
  isComparable,
  isSameOwner,
  isOtherOwner,
  isModified,
  isOtherSpeaker,
  isNextDoubted,
  leadOfKind,
  isBestOfKind,
  scarcityOfKind,
  leadOfName,
  isBestOfName,
};
