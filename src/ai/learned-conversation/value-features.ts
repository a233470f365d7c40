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

/** Returns the values of one kind that differ. Cached per pair. */
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

/** Tells whether they hold different names of as many words. */
export const hasOtherName: PairFeature = some(({ next: { kind } }) => isName(kind));

/** Tells whether they hold different codes of one form. */
export const hasOtherForm: PairFeature = some(({ next: { kind } }) => kind.startsWith('form'));

/** Tells whether both hold values, and the older entry none of a kind that the new statement has. Names do not count. */
export const lacksKind: PairFeature = ({ next, before }) => {
  const kinds = new Set(listKinds(before).map(({ kind }) => kind));
  const own = listKinds(next).filter(({ kind }) => !isName(kind));
  return Number(own.length > 0 && kinds.size > 0 && !own.some(({ kind }) => kinds.has(kind)));
};

/** Tells whether the older entry holds values, and the new statement none of their kinds. Names do not count. */
export const dropsKind: PairFeature = ({ book, next, before, ...pair }) =>
  lacksKind({ ...pair, book, next: before, before: next });

/** Tells whether the rules compare two of their values: they agree in unit, ordinal, subject and modifier. */
export const isComparable: PairFeature = some(
  ({ next, before }) =>
    next.stated !== undefined &&
    before.stated !== undefined &&
    isOther(next.stated, before.stated) &&
    isClose(next.stated, before.stated),
);

/** Tells whether the same name is beside two values that differ. */
export const isSameOwner: PairFeature = some(({ next, before }) =>
  next.names.some((name) => before.names.includes(name)),
);

/** Tells whether other names are beside two values that differ. */
export const isOtherOwner: PairFeature = some(
  ({ next, before }) =>
    next.names.length > 0 &&
    before.names.length > 0 &&
    !next.names.some((name) => before.names.includes(name)),
);

/** Tells whether one noun has another word before it: "the billing team", "the support team". */
export const isModified: PairFeature = ({ next, before }) =>
  Number(hasOtherModifier(next.said, before.said) || hasOtherModifier(before.said, next.said));

/** Tells whether one is about the speaker and the other is not. */
export const isOtherSpeaker: PairFeature = ({ next, before }) =>
  Number(OWN.test(next.said) !== OWN.test(before.said));

/** Tells whether the speaker doubts the new statement. */
export const isNextDoubted: PairFeature = ({ next }) => Number(DOUBT.test(next.said));

/** What an entry shares with the new statement, and the most that another entry with a value of that kind shares. */
interface Lead {
  readonly own: number;
  readonly best: number;
  /** Number of entries with a value of that kind. */
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

/** Returns how much more it shares with the new statement than any other entry with a value of that kind, −1 to 1. */
export const leadOfKind: PairFeature = compareRivals('typed', measureLead);

/** Tells whether no entry with a value of that kind shares more. */
export const isBestOfKind: PairFeature = compareRivals('typed', isBest);

/** Returns 1 if it is the only entry with a value of that kind, less if there are more. */
export const scarcityOfKind: PairFeature = compareRivals('typed', ({ count }) => 1 / Math.sqrt(count));

/** Returns how much more it shares with the new statement than any other entry with another name, −1 to 1. */
export const leadOfName: PairFeature = compareRivals('named', measureLead);

/** Tells whether no entry with another name shares more. */
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
