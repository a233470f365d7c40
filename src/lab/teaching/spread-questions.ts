/**
 * Spreads questions over the places of a prompt.
 *
 * @module
 */
import type { Random } from '../../shared/random.ts';
import type { Observation } from '../../task/observation.ts';

/** Moves the questions of an observation to the places drawn for an episode. */
export type QuestionPlacement = (observation: Observation) => Observation;

/**
 * Draws places for questions if a prompt has more places than questions. All places are equally likely, and
 * the order is kept. Without it, questions fill the first places, and the last place is rarely trained. An
 * empty place is a question without words.
 *
 * @param places number of question places in a prompt
 * @example spreadQuestions(1, 2, random) // half the time, the question gets the second of two places
 */
export function spreadQuestions(questions: number, places: number, random: Random): QuestionPlacement {
  const drawn = random.shuffle(Array.from({ length: places }, (_, place) => place)).slice(0, questions);
  const taken = drawn.sort((one, other) => one - other);
  return (observation) => {
    if (observation.stage === 'answer') return observation;
    const spread = Array.from({ length: places }, (_, place) => {
      return observation.questions[taken.indexOf(place)] ?? { id: `empty-${place + 1}`, text: '' };
    });
    return { ...observation, questions: spread };
  };
}
