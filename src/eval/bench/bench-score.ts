import { isRefusal } from '../../score/refusal.ts';
import type { JsonValue } from '../../shared/json.ts';
import type { Trajectory } from '../../trajectory/trajectory.ts';
import { type EpisodeScore, type QuestionScore, scoreEpisode } from '../episode-score.ts';

export interface BenchQuestionScore extends QuestionScore {
  /** The data set's kind of question. */
  readonly type?: string;
  /** The answer says that there is none. */
  readonly refused: boolean;
}

/** An episode's score with what the bench's tables need beside it. */
export interface BenchScore extends EpisodeScore {
  readonly questions: readonly BenchQuestionScore[];
  /** The first failure of the outside world, in its own words. */
  readonly failure?: string;
}

/** What is kept of an episode. */
export interface EpisodeOutcome {
  readonly score: BenchScore;
  readonly measure?: JsonValue;
}

/**
 * `scoreEpisode` with kinds of questions and refusals. In a dialogue a question without an accepted answer
 * cannot be answered: exact match and F1 are 1 where the policy refuses and 0 where it invents.
 */
export function scoreBenchEpisode(trajectory: Trajectory): BenchScore {
  const { kind, questions } = trajectory.header.task;
  const score = scoreEpisode(trajectory);
  const failure = trajectory.steps.find((step) => step.failure !== undefined)?.failure?.message;
  return {
    ...score,
    questions: score.questions.map((question, place) => {
      const { type, answers } = questions[place]!;
      const refused = isRefusal(question.answer);
      const unanswerable = kind === 'dialogue' && answers.length === 0;
      return {
        ...question,
        ...(type !== undefined && { type }),
        ...(unanswerable && { em: Number(refused), f1: Number(refused) }),
        refused,
      };
    }),
    ...(failure !== undefined && { failure }),
  };
}
