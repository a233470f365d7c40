/**
 * Groups questions into streams.
 *
 * @module
 */
import { AtomMemError } from '../shared/error.ts';
import type { Random } from '../shared/random.ts';

/**
 * The number of questions in a stream: a number, a uniform draw from a range, or the draw of the released
 * data script (1 with probability 0.5, each of 2 to 10 with probability 0.5/9).
 */
export type QuestionCount = number | { readonly min: number; readonly max: number } | 'official';

/** Most questions in a stream (paper). */
const MOST_QUESTIONS = 10;

/**
 * Cuts questions into consecutive groups. The rest becomes a last, shorter group if it reaches the smallest
 * count, and is left out otherwise.
 *
 * @throws AtomMemError `bad-option` for a count out of range
 */
export function groupQuestions<Item>(
  items: readonly Item[],
  count: QuestionCount,
  random: Random,
): readonly (readonly Item[])[] {
  const { min, max } = readRange(count);
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

function readRange(count: QuestionCount): { readonly min: number; readonly max: number } {
  if (count === 'official') return { min: 1, max: MOST_QUESTIONS };
  const { min, max } = typeof count === 'number' ? { min: count, max: count } : count;
  if (Number.isInteger(min) && Number.isInteger(max) && 1 <= min && min <= max && max <= MOST_QUESTIONS) {
    return { min, max };
  }
  const asked = min === max ? `${min}` : `${min} to ${max}`;
  throw new AtomMemError('bad-option', {
    problem: `the number of questions in a stream is ${asked}`,
    remedy: `Give whole numbers from 1 to ${MOST_QUESTIONS}`,
    details: { option: 'questions', value: count },
  });
}
