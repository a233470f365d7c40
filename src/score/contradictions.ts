import type { Entry, EntryId } from '../memory/entry.ts';
import { similarPairs } from './similar-pairs.ts';

const WORD = /[\p{L}\p{N}]+(?:[.,'’-][\p{L}\p{N}]+)*/gu;

/** Two sentences of memory that cannot well both be true. */
export interface Contradiction {
  readonly first: { readonly id: EntryId; readonly sentence: string; readonly says: readonly string[] };
  readonly second: { readonly id: EntryId; readonly sentence: string; readonly says: readonly string[] };
}

/** Share of the words that two sentences must agree on, numbers and names aside. */
const AGREE = 0.8;
/** Words that a sentence must have beside its numbers and names: shorter ones agree by chance. */
const LEAST_WORDS = 3;
/** Numbers or names in which each sentence may differ: with more, they tell of different things. */
const MOST_DIFFERENT = 3;

/** Words that begin a sentence with a capital letter and name nothing. */
const OPENERS: ReadonlySet<string> = new Set(
  `a after all also although an and another as at because before both but by during each for from he her his
   however i if in it its later many most no not on one other our several she since some that the their then
   there these they this those through today under until we when where which while who with you`.split(/\s+/),
);

/**
 * Pairs of sentences of different entries that tell of the same subject, agree on most of their words, and
 * differ in a number (a date is one) or a name. A cheap sign, found without a model: it sees
 * "Ada was born in 1815" against "Ada was born in 1816", not a paraphrase, and it takes two true sentences
 * of one pattern ("Ada wrote to Charles in 1842", "… in 1843") for a contradiction.
 */
export function findContradictions(entries: readonly Entry[]): readonly Contradiction[] {
  const claims = entries.flatMap((entry) => claimsOf(entry));
  return [...Map.groupBy(claims, ({ subject }) => subject).values()].flatMap(contradictionsAmong);
}

function contradictionsAmong(claims: readonly Claim[]): readonly Contradiction[] {
  const pairs = similarPairs(
    claims.map(({ words }) => words),
    AGREE,
  );
  return pairs.flatMap(({ first, second }) => {
    const [one, other] = [claims[first]!, claims[second]!];
    const differs = one.id === other.id ? undefined : compareClaims(one, other);
    if (differs === undefined) return [];
    return [
      {
        first: { id: one.id, sentence: one.sentence, says: differs[0] },
        second: { id: other.id, sentence: other.sentence, says: differs[1] },
      },
    ];
  });
}

/** A sentence with what it says taken apart: who it is about, its numbers, its names, the words between. */
interface Claim {
  readonly id: EntryId;
  readonly sentence: string;
  readonly subject: string;
  readonly numbers: ReadonlySet<string>;
  readonly names: ReadonlySet<string>;
  readonly words: ReadonlySet<string>;
}

function claimsOf({ id, text }: Entry): readonly Claim[] {
  const sentences = text.split(/(?<=[.!?])\s+|\n+/).filter((sentence) => sentence.trim() !== '');
  return sentences.flatMap((sentence) => {
    const claim = claimOf(id, sentence.trim());
    return claim === undefined ? [] : [claim];
  });
}

function claimOf(id: EntryId, sentence: string): Claim | undefined {
  const numbers = new Set<string>();
  const names = new Set<string>();
  const words = new Set<string>();
  const opening: string[] = [];
  for (const word of sentence.match(WORD) ?? []) {
    const small = word.toLowerCase();
    if (word !== small && OPENERS.has(small)) continue;
    if (/^\p{N}/u.test(word)) numbers.add(small);
    else if (/^\p{Lu}/u.test(word)) names.add(small);
    else words.add(small);
    if (words.size === 0) opening.push(small);
  }
  const [first] = names;
  if (first === undefined || words.size < LEAST_WORDS) return undefined;
  // Names and numbers ahead of the first other word are who it is about: "The 1952 team" is not "The 1955 team".
  const subject = opening.some((word) => names.has(word)) ? opening.join(' ') : first;
  return { id, sentence, subject, numbers, names, words };
}

/** The numbers or the names that part two claims, where they agree on the other kind. */
function compareClaims(one: Claim, other: Claim): Difference | undefined {
  if (isEqual(one.names, other.names)) return differ(one.numbers, other.numbers);
  if (isEqual(one.numbers, other.numbers)) return differ(one.names, other.names);
  return undefined;
}

type Difference = readonly [readonly string[], readonly string[]];

/** What each has that the other lacks, where both have a little of their own. */
function differ(one: ReadonlySet<string>, other: ReadonlySet<string>): Difference | undefined {
  const mine = [...one].filter((value) => !other.has(value));
  const theirs = [...other].filter((value) => !one.has(value));
  const few = (values: readonly string[]): boolean => values.length > 0 && values.length <= MOST_DIFFERENT;
  return few(mine) && few(theirs) ? [mine, theirs] : undefined;
}

function isEqual(one: ReadonlySet<string>, other: ReadonlySet<string>): boolean {
  return one.size === other.size && [...one].every((value) => other.has(value));
}
