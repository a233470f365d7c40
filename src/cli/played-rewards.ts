/**
 * Rewards of tasks of `serve openenv` and `agent` that exact match does not fit.
 *
 * @module
 */
import { f1 } from '../score/f1.ts';
import { normaliseAnswer } from '../score/normalise.ts';
import { isRefusal } from '../score/refusal.ts';
import { average } from '../train/advantage.ts';
import type { RecordedQuestion, Trajectory } from '../trajectory/trajectory.ts';

/** Returns the mean F1 of the answers. If the conversation holds no answer, declining is worth 1. */
export function scoreConversation(trajectory: Trajectory): number {
  return scoreEach(trajectory, (answer, { answers }) =>
    answers.length === 0 ? Number(isRefusal(answer)) : f1(answer, answers),
  );
}

/** Returns the mean share of the accepted values that an answer holds, as RULER scores it. */
export function scoreNeedles(trajectory: Trajectory): number {
  return scoreEach(trajectory, (answer, { answers }) => {
    const given = new Set(normaliseAnswer(answer).split(' '));
    return average(answers.map((value) => Number(given.has(normaliseAnswer(value)))));
  });
}

function scoreEach(
  { header, end }: Trajectory,
  score: (answer: string, question: RecordedQuestion) => number,
): number {
  const { questions } = header.task;
  if (questions.length === 0) return 0;
  return average(questions.map((question, place) => score(end.answers[place] ?? '', question)));
}
