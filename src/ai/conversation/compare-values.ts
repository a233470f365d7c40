/**
 * Decides whether two values of entries state the same thing differently.
 *
 * @module
 */
import type { StatedValue } from './stated-values.ts';
import { hasOtherModifier } from './supersede.ts';

/** In longer contexts, a noun has many words beside it. */
const LONGEST_NAMING = 90;

/** "Section 119" after "section 214": a kind of thing of which people have only one. */
export function isSameThing(value: StatedValue, old: StatedValue): boolean {
  return value.type === 'code' && value.unit !== '' && value.unit === old.unit && !old.subjects().leads;
}

/** Whether the words beside two values name one topic: a name or a word. Names and places need two words. */
export function shareTopic(value: StatedValue, old: StatedValue): boolean {
  const shared = [...value.concepts()].filter(
    (concept) => old.concepts().has(concept) && !/^\d/.test(concept) && concept !== value.unit,
  );
  const sameName = value.subjects().names.some((name) => old.subjects().names.includes(name));
  if (value.type === 'name' || value.type === 'place')
    return (
      shared.length > 1 &&
      (sameName || shared.some((concept) => concept.startsWith('=')) || value.type === 'place')
    );
  return sameName || shared.length > 0 || (value.type === 'phone' && !old.subjects().leads);
}

/** "The number of guests is now 101": the words beside a bare number name its unit. */
function namesUnit({ unit, type, concepts }: StatedValue, other: string): boolean {
  return unit === '' && (type !== 'count' || concepts().has(other));
}

/** Whether one value can replace the other. Different names beside them mean different things. */
export function isOther(value: StatedValue, old: StatedValue): boolean {
  if (value.type !== old.type || value.key === old.key) return false;
  if (value.unit !== old.unit && !namesUnit(value, old.unit) && !namesUnit(old, value.unit)) return false;
  const [own, theirs] = [value.subjects(), old.subjects()];
  if (own.names.length > 0 && theirs.names.length > 0) {
    if (!own.names.some((name) => theirs.names.includes(name))) return false;
  } else if ((own.leads && theirs.speaker) || (theirs.leads && own.speaker)) return false;
  const short = Math.max(value.context.length, old.context.length) <= LONGEST_NAMING;
  return !short || !hasOtherModifier(value.context, old.context);
}
