import { normaliseAnswer } from './normalise.ts';

/**
 * Exact match: 1 where the prediction equals an accepted answer after `normaliseAnswer`, else 0. An empty
 * prediction matches nothing, and with no accepted answers the score is 0: leave such questions out.
 *
 * @example exactMatch('the Blue Grass airport', ['Blue Grass Airport']) // 1
 */
export function exactMatch(prediction: string, answers: readonly string[]): 0 | 1 {
  const normalised = normaliseAnswer(prediction);
  return normalised !== '' && answers.some((answer) => normaliseAnswer(answer) === normalised) ? 1 : 0;
}
