import type { Random } from '../shared/random.ts';
import { DatasetError } from './dataset-error.ts';

/**
 * How many questions a stream carries: a number, an even draw from a range, or the released data script's
 * draw (1 with probability 0.5, each of 2 to 10 with 0.5/9).
 */
export type QuestionCount = number | { readonly min: number; readonly max: number } | 'official';

/** Most questions of a stream (paper). */
const MOST_QUESTIONS = 10;

/**
 * Cuts questions, in order, into consecutive groups. What is left over makes a last, shorter group if it
 * reaches the least count asked for, and is left out otherwise.
 */
export function groupQuestions<Item>(
  items: readonly Item[],
  count: QuestionCount,
  random: Random,
): readonly (readonly Item[])[] {
  const { min, max } = rangeOf(count);
  const draw = (): number =>
    count === 'official' ? drawOfficial(random) : min + random.integer(max - min + 1);
  const groups: (readonly Item[])[] = [];
  for (let start = 0; start < items.length; ) {
    const group = items.slice(start, start + draw());
    if (group.length >= min) groups.push(group);
    start += group.length;
  }
  return groups;
}

function drawOfficial(random: Random): number {
  return random.integer(2) === 0 ? 1 : 2 + random.integer(MOST_QUESTIONS - 1);
}

function rangeOf(count: QuestionCount): { readonly min: number; readonly max: number } {
  if (count === 'official') return { min: 1, max: MOST_QUESTIONS };
  const { min, max } = typeof count === 'number' ? { min: count, max: count } : count;
  if (Number.isInteger(min) && Number.isInteger(max) && 1 <= min && min <= max && max <= MOST_QUESTIONS) {
    return { min, max };
  }
  const asked = min === max ? `${min}` : `${min} to ${max}`;
  const message = `questions a stream is ${asked}: give whole numbers from 1 to ${MOST_QUESTIONS}`;
  throw new DatasetError('bad-option', message);
}
