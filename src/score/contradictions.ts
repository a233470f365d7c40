/**
 * Finds sentences of memory that disagree.
 *
 * @module
 */
import type { Entry, EntryId } from '../memory/entry.ts';
import { similarPairs } from './similar-pairs.ts';

const WORD = /[\p{L}\p{N}]+(?:[.,'’-][\p{L}\p{N}]+)*/gu;

/** Two sentences of memory that probably contradict each other. */
export interface Contradiction {
  readonly first: { readonly id: EntryId; readonly sentence: string; readonly says: readonly string[] };
  readonly second: { readonly id: EntryId; readonly sentence: string; readonly says: readonly string[] };
}

/** Minimum fraction of shared words, numbers and names aside. */
const AGREE = 0.8;
/** Minimum words of a sentence besides numbers and names. Shorter sentences agree by chance. */
const LEAST_WORDS = 3;
/** Maximum differing numbers or names. With more, the subjects differ. */
const MOST_DIFFERENT = 3;

/** Words that are capitalised at the start of a sentence but are not names. */
const OPENERS: ReadonlySet<string> = new Set(
  `a after all also although an and another as at because before both but by during each for from he her his
   however i if in it its later many most no not on one other our several she since some that the their then
   there these they this those through today under until we when where which while who with you`.split(/\s+/),
);

/**
 * Returns pairs of sentences from different entries that share a subject and most words but differ in a number or a
 * name. The heuristic needs no model. It finds "Ada was born in 1815" and "Ada was born in 1816", but no paraphrases.
 * It also reports true sentences of one pattern ("Ada wrote to Charles in 1842", "… in 1843").
 */
export function findContradictions(entries: readonly Entry[]): readonly Contradiction[] {
  const claims = entries.flatMap((entry) => readClaims(entry));
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

/** A sentence with its subject, numbers, names and other words. */
interface Claim {
  readonly id: EntryId;
  readonly sentence: string;
  readonly subject: string;
  readonly numbers: ReadonlySet<string>;
  readonly names: ReadonlySet<string>;
  readonly words: ReadonlySet<string>;
}

function readClaims({ id, text }: Entry): readonly Claim[] {
  const sentences = text.split(/(?<=[.!?])\s+|\n+/).filter((sentence) => sentence.trim() !== '');
  return sentences.flatMap((sentence) => {
    const claim = readClaim(id, sentence.trim());
    return claim === undefined ? [] : [claim];
  });
}

function readClaim(id: EntryId, sentence: string): Claim | undefined {
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
  // Names and numbers before the first other word are the subject: "The 1952 team" is not "The 1955 team".
  const subject = opening.some((word) => names.has(word)) ? opening.join(' ') : first;
  return { id, sentence, subject, numbers, names, words };
}

/** Returns the differing numbers if the names agree, or the differing names if the numbers agree. */
function compareClaims(one: Claim, other: Claim): Difference | undefined {
  if (isEqual(one.names, other.names)) return differ(one.numbers, other.numbers);
  if (isEqual(one.numbers, other.numbers)) return differ(one.names, other.names);
  return undefined;
}

type Difference = readonly [readonly string[], readonly string[]];

/** Returns the values that only one side has, if there are some, but only a few. */
function differ(one: ReadonlySet<string>, other: ReadonlySet<string>): Difference | undefined {
  const mine = [...one].filter((value) => !other.has(value));
  const theirs = [...other].filter((value) => !one.has(value));
  const few = (values: readonly string[]): boolean => values.length > 0 && values.length <= MOST_DIFFERENT;
  return few(mine) && few(theirs) ? [mine, theirs] : undefined;
}

function isEqual(one: ReadonlySet<string>, other: ReadonlySet<string>): boolean {
  return one.size === other.size && [...one].every((value) => other.has(value));
}
