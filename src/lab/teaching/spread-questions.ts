import type { Random } from '../../shared/random.ts';
import type { Observation } from '../../task/observation.ts';

/** Puts the questions of an observation at the places of a prompt that were drawn for an episode. */
export type QuestionPlacement = (observation: Observation) => Observation;

/**
 * Draws places for fewer questions than a prompt has room for: any of them is as likely, and their order is
 * kept. Left to themselves questions fill places from the first on, so that the last place is met in few
 * tasks and learnt from little. An empty place is a question without words.
 *
 * @param places questions that a prompt has room for.
 * @example spreadQuestions(1, 2, random) // the one question is the second of two, every other time
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
