/**
 * Decides whether two values of entries state the same thing differently.
 *
 * @module
 */
import { rememberResults } from './remember-results.ts';
import type { StatedValue } from './stated-values.ts';
import { hasOtherModifier } from './supersede.ts';

/** Most characters of contexts whose modifiers are compared. In longer ones, a noun has many words beside it. */
const LONGEST_NAMING = 90;

/** "Section 119" after "section 214", or another address: a kind of thing of which people have only one. */
export function isSameThing(value: StatedValue, old: StatedValue): boolean {
  if (old.subjects().leads) return false;
  if (value.type === 'address') return !value.subjects().leads;
  if (value.type !== 'code') return false;
  return value.unit === '' ? isAlikeCode(value.key, old.key) : value.unit === old.unit;
}

/** "31A" after "plot 27B": codes of digits and one letter that look alike. */
function isAlikeCode(one: string, other: string): boolean {
  const [shape, before] = [one, other].map((key) =>
    key.replace(/^.* /, '').replace(/\d/g, '0').replace(/[a-z]/g, 'x'),
  );
  return shape === before && /^(?:0+x|x0+)$/.test(shape!);
}

/** Whether the words beside two values name one topic: a name or a word. Names and places need two words. */
export function shareTopic(value: StatedValue, old: StatedValue): boolean {
  const shared = [...value.concepts()].filter(
    (concept) => old.concepts().has(concept) && !/^\d/.test(concept) && concept !== value.unit,
  );
  if (value.type === 'name' || value.type === 'place')
    return (
      shared.length > 1 &&
      (shareName(value, old) || shared.some((concept) => concept.startsWith('=')) || value.type === 'place')
    );
  return shareName(value, old) || shared.length > 0 || (value.type === 'phone' && !old.subjects().leads);
}

/** Whether the sentences of both values name the same person or thing. */
export function shareName(value: StatedValue, old: StatedValue): boolean {
  return value.subjects().names.some((name) => old.subjects().names.includes(name));
}

/** "The number of guests is now 101": the words beside a bare number name its unit. */
function namesUnit({ unit, type, concepts }: StatedValue, other: StatedValue): boolean {
  return (
    unit === '' &&
    (type !== 'count' || concepts().has(other.unit) || other.counted.some((noun) => concepts().has(noun)))
  );
}

/**
 * Whether one value can replace the other. Different names or ordinals beside them mean different things.
 *
 * @param asked concepts of the question. Units that it both names may differ.
 */
export function isOther(value: StatedValue, old: StatedValue, asked?: ReadonlySet<string>): boolean {
  if (value.type !== old.type || value.key === old.key) return false;
  if (
    value.unit !== old.unit &&
    !namesUnit(value, old) &&
    !namesUnit(old, value) &&
    !value.counted.some((noun) => noun === old.unit) &&
    !old.counted.some((noun) => noun === value.unit) &&
    !(asked?.has(value.unit) && asked.has(old.unit))
  )
    return false;
  if (hasOtherOrdinal(value.context, old.context)) return false;
  if (isSameThing(value, old)) return true;
  const [own, theirs] = [value.subjects(), old.subjects()];
  if (own.names.length > 0 && theirs.names.length > 0) {
    if (!own.names.some((name) => theirs.names.includes(name))) return false;
  } else if (
    (own.leads && theirs.speaker && !own.speaker) ||
    (theirs.leads && own.speaker && !theirs.speaker)
  )
    return false;
  const short = Math.max(value.context.length, old.context.length) <= LONGEST_NAMING;
  return !short || !hasOtherModifier(value.context, old.context);
}

/** A later value that replaces a figure is usually at most this many times larger or smaller. */
const LARGEST_RATIO = 2.5;

/** Whether two values differ by no more than updates usually do. Values that are not numbers always do. */
export function isClose({ key: one, type }: StatedValue, { key: other }: StatedValue): boolean {
  if (type !== 'count' && type !== 'money' && type !== 'percent') return true;
  const [figure, before] = [one, other].map((key) =>
    Number(/\d[\d ]*(?:\.\d+)?/.exec(key)?.[0].replaceAll(' ', '')),
  );
  if (!figure || !before) return true;
  return Math.max(figure / before, before / figure) <= LARGEST_RATIO;
}

const ORDINALS = 'first second third fourth fifth sixth seventh eighth ninth tenth'.split(' ');
const ORDINAL = new RegExp(`\\b(${ORDINALS.join('|')}|(\\d{1,2})(?:st|nd|rd|th)) (\\p{Ll}{3,})`, 'giu');
const NUMBERED =
  /\b(sprint|phase|week|chapter|part|step|round|stage|draft|level|unit|module|season|episode|semester|quarter|milestone|lesson|version|session|trimester|volume|exam|test|quiz|interview|objective|task|day) #?(\d{1,2})\b/giu;

/** "The first sprint" and "sprint 2" are different things. */
export function hasOtherOrdinal(text: string, other: string): boolean {
  const [own, theirs] = [readOrdinals(text), readOrdinals(other)];
  return [...own].some(([noun, place]) => theirs.has(noun) && theirs.get(noun) !== place);
}

const readOrdinals = rememberResults(findOrdinals, 4096);

function findOrdinals(text: string): ReadonlyMap<string, number> {
  const found = new Map<string, number>();
  for (const [, word, figure, noun] of text.matchAll(ORDINAL))
    found.set(
      noun!.toLowerCase(),
      figure === undefined ? ORDINALS.indexOf(word!.toLowerCase()) + 1 : Number(figure),
    );
  for (const [, noun, figure] of text.matchAll(NUMBERED)) found.set(noun!.toLowerCase(), Number(figure));
  return found;
}
