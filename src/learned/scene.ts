/**
 * Everything that a decision sees: the entries of memory, the documents of a chunk, and the room left.
 *
 * @module
 */
import type { Room } from '../rules/keep-best.ts';
import type { Profile } from '../rules/profile.ts';
import { pickBest, readLink, scoreChains, sortPlaces } from './chain.ts';
import { compareText } from './comparison.ts';
import type { Comparison, PreparedQuestion } from './question.ts';
import { measureRedundancy, type Redundancy } from './redundancy.ts';

/** A text that memory holds or could hold. */
export interface Held {
  readonly profile: Profile;
  /** Characters that it takes in memory. */
  readonly size: number;
  /** Chunks read since it was created. 0 for a document. */
  readonly age: number;
  /** Whether it was condensed. */
  readonly condensed: boolean;
  /** Its embedding, with length 1. Absent without an embedder. A shortened text has the embedding of the whole text. */
  readonly vector?: Float32Array;
  /** The logit of keeping it, from the last decision on it. Absent for a document. */
  readonly worth?: number;
}

/** Number and characters of entries. */
export interface Amount {
  readonly entries: number;
  readonly characters: number;
}

/** What the controller sees before it decides. */
export interface Sight {
  readonly entries: readonly Held[];
  /** Entries of memory that it does not see. Default: none. */
  readonly unseen?: Amount;
  readonly documents: readonly Held[];
  /** 0-based place of the chunk, and the number of chunks. */
  readonly chunk: number;
  readonly chunks: number;
  readonly room: Room;
}

/** A sight as one question sees it, with what several features need. */
export interface Scene {
  readonly question: PreparedQuestion;
  readonly sight: Sight;
  /** Entries first, then documents. */
  readonly texts: readonly Held[];
  readonly comparisons: readonly Comparison[];
  /** Chain scores by place. */
  readonly scores: Float64Array;
  /** Places of the strongest texts, and of the strongest entries. */
  readonly heads: readonly number[];
  readonly entryHeads: readonly number[];
  /** All places by falling score, and the rank of each place. */
  readonly order: readonly number[];
  readonly ranks: Int32Array;
  readonly highest: number;
  /** Number of texts that memory can hold, estimated if characters are limited. */
  readonly capacity: number;
  /** Share of memory in use, 0 to 1. */
  readonly fullness: number;
  /** Number of entries that hold each name of the question. */
  readonly storedNames: Int32Array;
  /** Best-ranked place of each title. */
  readonly titles: ReadonlyMap<string, number>;
  /** Strongest link from a strong text that the question names to one that it does not name. */
  readonly resolution: number;
  /** What each text adds to those that rank higher. */
  readonly redundancy: readonly Redundancy[];
}

/** Characters of a typical entry, to estimate how many fit. */
const TYPICAL_ENTRY = 560;

/** Looks at a sight with one question in mind. */
export function createScene(question: PreparedQuestion, sight: Sight): Scene {
  const { entries, room } = sight;
  const texts = [...entries, ...sight.documents];
  const profiles = texts.map(({ profile }) => profile);
  const comparisons = profiles.map((profile) => compareText(question, profile));
  const { scores, heads } = scoreChains(question, profiles);
  const order = sortPlaces(scores);
  const ranks = new Int32Array(texts.length);
  order.forEach((place, rank) => {
    ranks[place] = rank;
  });
  const titles = new Map<string, number>();
  for (const place of order) {
    const { title } = profiles[place]!;
    if (!titles.has(title)) titles.set(title, place);
  }
  const storedNames = new Int32Array(question.names.length);
  for (let place = 0; place < entries.length; place += 1)
    comparisons[place]!.names.forEach((held, name) => {
      storedNames[name]! += held;
    });
  return {
    question,
    sight,
    texts,
    comparisons,
    scores,
    heads,
    entryHeads: pickBest(scores.subarray(0, entries.length), ENTRY_HEADS),
    order,
    ranks,
    highest: Math.max(1e-6, scores[order[0] ?? 0] ?? 0),
    capacity: countPlaces(room),
    fullness: measureFullness(sight),
    storedNames,
    titles,
    resolution: measureResolution(question, { profiles, comparisons, heads }),
    redundancy: measureRedundancy(order, profiles, comparisons),
  };
}

const ENTRY_HEADS = 4;

/** Index of `titleIsNamed` among the values of a comparison. */
const NAMED = 1;

/** Returns whether the question names the title of a text. */
export function isNamed({ values }: Comparison): boolean {
  return values[NAMED] === 1;
}

function measureResolution(
  question: PreparedQuestion,
  { profiles, comparisons, heads }: ResolutionInput,
): number {
  let most = 0;
  for (const head of heads.filter((place) => isNamed(comparisons[place]!)))
    profiles.forEach((profile, place) => {
      if (place !== head && !isNamed(comparisons[place]!))
        most = Math.max(most, readLink(question, profiles[head]!, profile));
    });
  return most;
}

interface ResolutionInput extends Pick<Scene, 'comparisons' | 'heads'> {
  readonly profiles: readonly Profile[];
}

/** Returns the number of texts that fit. Without a limit, a number so high that nothing is ever full. */
function countPlaces({ entries, characters }: Room): number {
  return Math.min(entries ?? UNLIMITED, (characters ?? Number.POSITIVE_INFINITY) / TYPICAL_ENTRY);
}

const UNLIMITED = 1000;

/** Counts entries and their characters. */
export function countAmount(held: readonly Held[]): Amount {
  return { entries: held.length, characters: held.reduce((sum, { size }) => sum + size, 0) };
}

/** No entries. */
export const NOTHING: Amount = { entries: 0, characters: 0 };

/** Tells whether memory has a limit. */
export function isLimited({ entries, characters }: Room): boolean {
  return entries !== undefined || characters !== undefined;
}

function measureFullness({ entries, unseen = NOTHING, room }: Sight): number {
  const size = entries.reduce((sum, entry) => sum + entry.size, unseen.characters);
  const byEntries = (entries.length + unseen.entries) / (room.entries ?? UNLIMITED);
  return Math.min(1, Math.max(byEntries, size / (room.characters ?? Number.POSITIVE_INFINITY)));
}
