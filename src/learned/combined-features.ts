/**
 * Features that combine others, so that a small network need not discover the products.
 *
 * @module
 */
import { TEXT_FEATURES } from './comparison.ts';
import { MEMORY_FEATURES } from './memory-features.ts';

type Row = ArrayLike<number>;
type CombinedFeature = (row: Row) => number;

const names = [...Object.keys(TEXT_FEATURES), ...Object.keys(MEMORY_FEATURES)];

/** Returns a reader of one feature of a row. */
function readFeature(name: keyof typeof TEXT_FEATURES | keyof typeof MEMORY_FEATURES): CombinedFeature {
  const place = names.indexOf(name);
  return (row) => row[place]!;
}

const isPerson = readFeature('isPerson');
const relation = readFeature('relationInFirstSentence');
const resolution = readFeature('resolution');
const progress = readFeature('progress');
const chain = readFeature('chain');
const direct = readFeature('direct');
const pointedTo = readFeature('pointedTo');
const titleIsNamed = readFeature('titleIsNamed');
const openNames = readFeature('openNames');
const nameCoverage = readFeature('nameCoverage');
const relationCoverage = readFeature('relationCoverage');
const length = readFeature('length');
const byCharacters = readFeature('byCharacters');

const isUnlinked: CombinedFeature = (row) => Number(pointedTo(row) === 0);

/** Returns how much the first sentence of a person's text matches the question: "X is a film director". */
export const personRole: CombinedFeature = (row) => isPerson(row) * relation(row);

/** Returns `personRole`, reduced if a named text already points to its next text. */
export const openPersonRole: CombinedFeature = (row) => personRole(row) * (1 - resolution(row));

/** Returns the match of the first sentence, reduced if a named text already points to its next text. */
export const openRole: CombinedFeature = (row) => relation(row) * (1 - resolution(row));

/** Returns whether the text is about a person, reduced if a named text already points to its next text. */
export const openPerson: CombinedFeature = (row) => isPerson(row) * (1 - resolution(row));

/** Returns the match with the question's other words if the text holds none of its names. */
export const namelessRelation: CombinedFeature = (row) =>
  Number(nameCoverage(row) === 0) * relationCoverage(row);

/** Returns whether the text is neither named, nor about a person, nor linked. */
export const isUnrelated: CombinedFeature = (row) =>
  (1 - titleIsNamed(row)) * (1 - isPerson(row)) * isUnlinked(row);

/** Returns the score by chains, weighted by the names that no other entry holds. */
export const openChain: CombinedFeature = (row) => chain(row) * openNames(row);

/** Returns whether the text is about a person, weighted by the share of the stream that is left. */
export const earlyPerson: CombinedFeature = (row) => isPerson(row) * (1 - progress(row));

/** Returns the match of the first sentence, weighted by the share of the stream that is left. */
export const earlyRole: CombinedFeature = (row) => relation(row) * (1 - progress(row));

/** Returns the score by the question's own words if no strong text points to the text. */
export const unlinkedDirect: CombinedFeature = (row) => direct(row) * isUnlinked(row);

/** Returns the square of the score by chains. */
export const chainSquare: CombinedFeature = (row) => chain(row) ** 2;

/** Returns the length if characters are limited. */
export const limitedLength: CombinedFeature = (row) => length(row) * byCharacters(row);

/** Length at which `worth` equals the score by chains, as a share of the unit of `length`. */
const TYPICAL_LENGTH = 500 / 700;
const SHORTEST_LENGTH = 100 / 700;

/** Returns the score by chains. If characters are limited, long texts score less, as the rules rate them. */
export const worth: CombinedFeature = (row) =>
  byCharacters(row) === 0
    ? chain(row)
    : chain(row) / Math.sqrt(Math.max(length(row), SHORTEST_LENGTH) / TYPICAL_LENGTH);

/** Features that are computed from the others, by the name that weights files use. */
export const COMBINED_FEATURES: Readonly<Record<string, CombinedFeature>> = {
  personRole,
  openPersonRole,
  openRole,
  openPerson,
  namelessRelation,
  isUnrelated,
  openChain,
  earlyPerson,
  earlyRole,
  unlinkedDirect,
  chainSquare,
  limitedLength,
  worth,
};
