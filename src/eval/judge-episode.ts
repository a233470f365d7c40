/**
 * A model's verdict on every answer of an episode.
 *
 * @module
 */
import { type AskJudge, judgeAnswer } from '../score/judge.ts';
import type { Trajectory } from '../trajectory/trajectory.ts';
import type { EpisodeScore, QuestionScore } from './episode-score.ts';

/** Adds a model's verdict to the score of every question: `null` if the model gave none. */
export async function judgeEpisode(
  score: EpisodeScore,
  { header }: Trajectory,
  ask: AskJudge,
  signal?: AbortSignal,
): Promise<EpisodeScore> {
  const questions: QuestionScore[] = [];
  for (const [index, question] of score.questions.entries()) {
    const { text, answers } = header.task.questions[index]!;
    const given = { question: text, answers, prediction: question.answer ?? '' };
    const { score: judge = null } = await judgeAnswer(given, ask, { signal });
    questions.push({ ...question, judge });
  }
  return { ...score, questions };
}
