/**
 * `findChanged`: finds values that a later statement changes explicitly, whatever the question is.
 *
 * @module
 */
import { isClose, isOther, isSameThing, shareName, shareTopic } from './compare-values.ts';
import { listConcepts } from './concepts.ts';
import { isRepetition, isShort, type Replacement, readTime, type Stated } from './stated-texts.ts';

/** If at most this many statements hold a type of value, they are assumed to be about one thing. */
export const FEW = 3;

/** Least overlap of the words beside two values of a type that many statements hold. */
const ALIKE = 0.4;

/** Least overlap if no word announces a change. */
const SAME = 0.6;

/** Finds the values of short statements that a later one changes explicitly. */
export function findChanged(found: readonly Stated[]): readonly Replacement[] {
  const kinds = countStatements(found);
  return found.flatMap((before) => {
    if (!isShort(before) && before.value.type !== 'code' && before.value.type !== 'address') return [];
    const isListed = found.some(
      (other) => other !== before && other.entry === before.entry && other.value.type === before.value.type,
    );
    const few = kinds.get(nameKind(before))! <= FEW;
    const next = found.find(
      (after) =>
        isChanged(before, after, few) &&
        (!isListed || sharesClause(before, after)) &&
        !isRepetition(after, before, found),
    );
    return next === undefined ? [] : [{ before, next }];
  });
}

/** "Plasterer on the 15th, window on the 22nd": a later date is about what the same clause names. */
function sharesClause(before: Stated, next: Stated): boolean {
  const concepts = next.value.concepts();
  return listConcepts(before.value.clause).some((concept) => concepts.has(concept));
}

function nameKind({ value: { type, unit } }: Stated): string {
  return `${type} ${unit}`;
}

/** Counts the statements that hold each kind of value. */
function countStatements(found: readonly Stated[]): ReadonlyMap<string, number> {
  return new Map(
    [...Map.groupBy(found, nameKind)].map(([kind, group]) => [
      kind,
      new Set(group.map(({ entry }) => entry)).size,
    ]),
  );
}

/** Types of values of which a thing has one, so that another one is a change. */
const LASTING = new Set(['date', 'time', 'money', 'phone', 'address']);

function isChanged(before: Stated, next: Stated, few: boolean): boolean {
  if (readTime(next.entry) <= readTime(before.entry) || !isShort(next)) return false;
  const { value } = next;
  if (!isOther(value, before.value)) return false;
  if (isSameThing(value, before.value)) return true;
  // A statement that is only a value refers to what was said before.
  if (few && value.concepts().size === 0 && value.type !== 'name') return true;
  // "10 mg now, still with breakfast": what begins with a figure refers to an earlier figure of the same unit.
  const isElliptical = Math.min(value.at, before.value.at) <= 1;
  if (few && next.changed && isElliptical && value.unit !== '' && value.unit === before.value.unit)
    return true;
  if (!next.changed) {
    return (
      LASTING.has(value.type) &&
      isClose(value, before.value) &&
      shareName(value, before.value) &&
      next.overlap(before) >= SAME
    );
  }
  if (!shareTopic(value, before.value)) return false;
  return few || (isClose(value, before.value) && next.overlap(before) >= ALIKE);
}
