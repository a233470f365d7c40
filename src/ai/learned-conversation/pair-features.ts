/**
 * Features of a new statement beside an older entry that it may supersede.
 *
 * @module
 */
import { NOTE } from '../conversation/fact.ts';
import { CHANGE, findReplaced } from '../conversation/supersede.ts';
import { OWN } from './entry-features.ts';
import type { Note, Notebook } from './note.ts';
import { weighShared } from './value-kinds.ts';

/** A new statement and an older entry. */
export interface Pair {
  /** The entries of memory before the statement is stored. */
  readonly book: Notebook;
  readonly next: Note;
  readonly before: Note;
  /** Place of the older entry in the notebook. */
  readonly place: number;
  /** Place of the older entry in a search for the new statement. */
  readonly rank: number;
}

type PairFeature = (pair: Pair) => number;

function weighAll(book: Notebook, { concepts }: Note): number {
  let sum = 0;
  for (const concept of concepts) sum += book.weigh(concept);
  return sum || 1;
}

/** Tells whether the rules see a replacement. */
export const isReplacedByRules: PairFeature = ({ book, next, before }) => {
  const own = OWN.test(next.said) && OWN.test(before.said);
  return Number(findReplaced(next.frame(), before.frame(), own, book.weigh) !== undefined);
};

/** Returns the weight of the shared concepts, in units of 10, at most 2. */
export const shared: PairFeature = (pair) => Math.min(2, weighShared(pair.book, pair.next, pair.before) / 10);

/** Returns the weight of the shared concepts as a share of the new statement. */
export const sharedOfNext: PairFeature = (pair) =>
  weighShared(pair.book, pair.next, pair.before) / weighAll(pair.book, pair.next);

/** Returns the weight of the shared concepts as a share of the older entry. */
export const sharedOfBefore: PairFeature = (pair) =>
  weighShared(pair.book, pair.next, pair.before) / weighAll(pair.book, pair.before);

/** Tells whether both are facts with the same attribute and subject. */
export const isSameAttribute: PairFeature = ({ next, before }) =>
  Number(
    next.fact !== undefined &&
      next.fact.attribute !== NOTE &&
      next.fact.attribute === before.fact?.attribute &&
      next.fact.subject === before.fact.subject,
  );

/** Tells whether one is a fact and the other a note. */
export const isMixed: PairFeature = ({ next, before }) =>
  Number((next.fact?.attribute === NOTE) !== (before.fact?.attribute === NOTE));

/** Tells whether they hold different values of one type. */
export const hasOtherValue: PairFeature = ({ next, before }) =>
  Number(
    next
      .frame()
      .values.some(({ type, value }) =>
        before.frame().values.some((old) => old.type === type && old.value !== value),
      ),
  );

/** Tells whether they hold a value in common. */
export const hasSameValue: PairFeature = ({ next, before }) =>
  Number(
    next
      .frame()
      .values.some(({ type, value }) =>
        before.frame().values.some((old) => old.type === type && old.value === value),
      ),
  );

/** Returns the number of common figures and names, at most 2. */
export const commonSpecifics: PairFeature = ({ next, before }) => {
  let common = 0;
  for (const each of next.specifics) if (before.specifics.has(each)) common += 1;
  return Math.min(2, common);
};

/** Tells whether the older entry has figures or names that the new one lacks. */
export const hasOtherSpecifics: PairFeature = ({ next, before }) =>
  Number([...before.specifics].some((each) => !next.specifics.has(each)));

/** Tells whether the new statement marks a change. */
export const marksChange: PairFeature = ({ next }) => Number(CHANGE.test(next.said));

/** Returns the product of the shared part and a mark of change. */
export const changedShare: PairFeature = (pair) => marksChange(pair) * sharedOfBefore(pair);

/** Returns the product of the shared part and another value of the same type. */
export const otherValueShare: PairFeature = (pair) => hasOtherValue(pair) * sharedOfBefore(pair);

const NAMED = /\p{Lu}[\p{L}\p{N}-]{2,}/gu;
const NO_NAME =
  /^(?:User|The|Until|Previously|News|Also|And|But|Well|Just|Now|Oops|Sorry|Actually|From|Monday|Tuesday|Wednesday|Thursday|Friday|Saturday|Sunday)$/;

/** Returns capitalised words, at the start of sentences too. */
function listNames(text: string): ReadonlySet<string> {
  return new Set((text.match(NAMED) ?? []).filter((word) => !NO_NAME.test(word)));
}

/** Tells whether a capitalised word occurs in both. */
export const isSameSubject: PairFeature = ({ next, before }) => {
  const names = listNames(before.said);
  return Number([...listNames(next.said)].some((name) => names.has(name)));
};

/** Types of values that say what they measure. Names can be anything. */
const TYPED: ReadonlySet<string> = new Set(['date', 'time', 'money', 'percent', 'code']);

/** Tells whether they hold different dates, times, sums, shares or codes. */
export const hasOtherTypedValue: PairFeature = ({ next, before }) =>
  Number(
    next
      .frame()
      .values.some(
        ({ type, value }) =>
          TYPED.has(type) && before.frame().values.some((old) => old.type === type && old.value !== value),
      ),
  );

/** Tells whether they give different values of one type to one name. */
export const isSubjectsOtherValue: PairFeature = (pair) => isSameSubject(pair) * hasOtherTypedValue(pair);

/** Returns the weight of the rarest shared concept, in units of 5. */
export const rarestCommon: PairFeature = ({ book, next, before }) => {
  let most = 0;
  for (const concept of next.concepts)
    if (before.concepts.has(concept)) most = Math.max(most, book.weigh(concept));
  return most / 5;
};

/** Tells whether both are short. */
export const areShort: PairFeature = ({ next, before }) =>
  Number(next.said.length < 90 && before.said.length < 90);

/** Returns a score that falls with the place among search results. */
export const nearness: PairFeature = ({ rank }) => 1 / (1 + rank / 3);

/** Features of a pair, by the name that weights files use. */
export const PAIR_FEATURES: Readonly<Record<string, PairFeature>> = {
  isReplacedByRules,
  shared,
  sharedOfNext,
  sharedOfBefore,
  isSameAttribute,
  isMixed,
  hasOtherValue,
  hasSameValue,
  commonSpecifics,
  hasOtherSpecifics,
  marksChange,
  changedShare,
  otherValueShare,
  isSameSubject,
  hasOtherTypedValue,
  isSubjectsOtherValue,
  rarestCommon,
  areShort,
  nearness,
};
