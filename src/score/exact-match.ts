/**
 * Exact match of an answer.
 *
 * @module
 */
import { normaliseAnswer } from './normalise.ts';

/**
 * Returns 1 if the prediction equals an accepted answer after `normaliseAnswer`, otherwise 0. An empty prediction
 * never matches. Without accepted answers the score is 0, so exclude such questions.
 *
 * @example exactMatch('the Blue Grass airport', ['Blue Grass Airport']) // 1
 */
export function exactMatch(prediction: string, answers: readonly string[]): 0 | 1 {
  const normalised = normaliseAnswer(prediction);
  return normalised !== '' && answers.some((answer) => normaliseAnswer(answer) === normalised) ? 1 : 0;
}
