/**
 * `findChanged`: finds values that a later statement changes explicitly, whatever the question is.
 *
 * @module
 */
import { isOther, isSameThing, shareTopic } from './compare-values.ts';
import { isShort, readTime, type Replacement, type Stated } from './stated-texts.ts';

/** Finds the values of short statements that a later one changes explicitly. */
export function findChanged(found: readonly Stated[]): readonly Replacement[] {
  return found.flatMap((before) => {
    const next = found.find((after) => isChanged(before, after));
    return next === undefined ? [] : [{ before, next }];
  });
}

function isChanged(before: Stated, next: Stated): boolean {
  return (
    readTime(next.entry) > readTime(before.entry) &&
    isShort(next) &&
    isShort(before) &&
    isOther(next.value, before.value) &&
    (next.changed ? shareTopic(next.value, before.value) : isSameThing(next.value, before.value))
  );
}
