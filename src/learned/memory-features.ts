/**
 * Features of a text beside the other texts in sight.
 *
 * @module
 */
import { readLink } from './chain.ts';
import { isNamed, type Scene } from './scene.ts';

type MemoryFeature = (scene: Scene, place: number) => number;

const isEntryAt = ({ sight }: Scene, place: number): boolean => place < sight.entries.length;
const share = (part: number, whole: number, otherwise = 0): number => (whole > 0 ? part / whole : otherwise);

/** Returns the largest value over some places, without the place itself. */
function highest(places: readonly number[], except: number, value: (place: number) => number): number {
  let most = 0;
  for (const place of places) if (place !== except) most = Math.max(most, value(place));
  return most;
}

/** Returns how clearly one text in sight points to another. */
function linkBetween({ question, texts }: Scene, from: number, to: number): number {
  return readLink(question, texts[from]!.profile, texts[to]!.profile);
}

/** Scores the text by chains of names, as the rules rank it. */
export const chain: MemoryFeature = ({ scores }, place) => scores[place]!;

/** Returns one over the rank among all texts in sight. */
export const inverseRank: MemoryFeature = ({ ranks }, place) => 1 / (1 + ranks[place]!);

/** Returns the score as a share of the highest. */
export const chainShare: MemoryFeature = ({ scores, highest }, place) => scores[place]! / highest;

/** Returns the rank as a share of the places of memory, at most 2. */
export const crowding: MemoryFeature = ({ ranks, capacity }, place) => Math.min(2, ranks[place]! / capacity);

/** Returns the strongest link from a strong text. */
export const pointedTo: MemoryFeature = (scene, place) =>
  highest(scene.heads, place, (head) => linkBetween(scene, head, place) * scene.scores[head]!);

/** Returns the strongest link from a strong text whose title the question names. */
export const pointedToByNamed: MemoryFeature = (scene, place) =>
  highest(scene.heads, place, (head) =>
    isNamed(scene.comparisons[head]!) ? linkBetween(scene, head, place) : 0,
  );

/** Returns the strongest link to a strong text. */
export const pointsTo: MemoryFeature = (scene, place) =>
  highest(scene.heads, place, (head) => linkBetween(scene, place, head) * scene.scores[head]!);

/** Returns the number of strong texts linked either way, in units of 5. */
export const linkCount: MemoryFeature = (scene, place) =>
  scene.heads.filter(
    (head) =>
      head !== place && (linkBetween(scene, head, place) > 0.5 || linkBetween(scene, place, head) > 0.5),
  ).length / 5;

/** Returns the share of the question that the text covers and the two best others do not. */
export const marginalCoverage: MemoryFeature = ({ comparisons, order }, place) => {
  const rivals = order
    .slice(0, 3)
    .filter((rival) => rival !== place)
    .slice(0, 2);
  return comparisons[place]!.covers.reduce(
    (sum, cover, stem) =>
      rivals.every((rival) => comparisons[rival]!.covers[stem] === 0) ? sum + cover : sum,
    0,
  );
};

/** Returns the share of the question's names that the text holds and no other entry holds. */
export const openNames: MemoryFeature = (scene, place) => {
  const { comparisons, storedNames } = scene;
  const own = isEntryAt(scene, place) ? 1 : 0;
  const open = comparisons[place]!.names.reduce(
    (sum, held, name) => (held === 1 && storedNames[name]! <= own ? sum + 1 : sum),
    0,
  );
  return share(open, storedNames.length);
};

/** Tells whether a better-ranked text has the same title. */
export const isTwin: MemoryFeature = ({ texts, titles }, place) =>
  Number(titles.get(texts[place]!.profile.title) !== place);

/** Returns the strongest link from a strong entry. */
export const pointedToByEntry: MemoryFeature = (scene, place) =>
  highest(scene.entryHeads, place, (head) => linkBetween(scene, head, place));

/** Tells whether the text is an entry. */
export const isEntry: MemoryFeature = (scene, place) => Number(isEntryAt(scene, place));

/** Tells whether the text was condensed. */
export const isCondensed: MemoryFeature = ({ texts }, place) => Number(texts[place]!.condensed);

/** Returns the age of an entry as a share of the chunks. */
export const age: MemoryFeature = ({ texts, sight }, place) => share(texts[place]!.age, sight.chunks);

/** Returns the share of the stream that is read. */
export const progress: MemoryFeature = ({ sight }) => share(sight.chunk + 1, sight.chunks, 1);

/** Returns the share of memory in use. */
export const fullness: MemoryFeature = ({ fullness }) => fullness;

/** Returns the score of the best entry. */
export const bestEntry: MemoryFeature = ({ scores, sight }) =>
  Math.max(0, ...scores.subarray(0, sight.entries.length));

/** Returns 6, the usual view, over the places of memory. */
export const scarcity: MemoryFeature = ({ capacity }) => Math.min(6, 6 / capacity);

/** Tells whether characters are limited. */
export const byCharacters: MemoryFeature = ({ sight }) => Number(sight.room.characters !== undefined);

/** Returns the score less that of the first text that would not fit. */
export const overThreshold: MemoryFeature = ({ scores, order, capacity }, place) =>
  scores[place]! - (scores[order[Math.min(order.length - 1, Math.floor(capacity))]!] ?? 0);

/** Returns the share of the question's names that memory holds. */
export const storedNameShare: MemoryFeature = ({ storedNames }) =>
  share(
    storedNames.reduce((sum, count) => sum + Number(count > 0), 0),
    storedNames.length,
    1,
  );

/** Returns the strongest link from a strong text that the question names to a text that it does not name. */
export const resolution: MemoryFeature = ({ resolution }) => resolution;

/** Returns the share of the question that the text covers and no better-ranked text does. */
export const freshCoverage: MemoryFeature = ({ redundancy }, place) => redundancy[place]!.fresh;

/** Tells whether the text covers anything of the question that no better-ranked text does. */
export const isFresh: MemoryFeature = ({ redundancy }, place) => Number(redundancy[place]!.fresh > 0);

/** Returns the largest share of title words in common with a better-ranked text. */
export const titleOverlap: MemoryFeature = ({ redundancy }, place) => redundancy[place]!.titleOverlap;

/** Returns the number of better-ranked texts that cover the same words of the question, in units of 3, at most 2. */
export const dominated: MemoryFeature = ({ redundancy }, place) =>
  Math.min(2, redundancy[place]!.dominated / 3);

/** Features of a text beside others, by the name that weights files use. */
export const MEMORY_FEATURES: Readonly<Record<string, MemoryFeature>> = {
  chain,
  inverseRank,
  chainShare,
  crowding,
  pointedTo,
  pointedToByNamed,
  pointsTo,
  linkCount,
  marginalCoverage,
  openNames,
  isTwin,
  pointedToByEntry,
  isEntry,
  isCondensed,
  age,
  progress,
  fullness,
  bestEntry,
  scarcity,
  byCharacters,
  overThreshold,
  storedNameShare,
  resolution,
  freshCoverage,
  isFresh,
  titleOverlap,
  dominated,
};
