import { OPERATION_NAMES, type OperationName } from '../memory/operation.ts';
import type { View } from '../memory/view.ts';
import { officialScore } from '../released/official-score.ts';
import { answerInMemory } from '../score/answer-in-memory.ts';
import { exactMatch } from '../score/exact-match.ts';
import { f1 } from '../score/f1.ts';
import { type AskJudge, judgeAnswer } from '../score/judge.ts';
import { supportAll, supportRecall } from '../score/support.ts';
import type { StepRecord, Trajectory } from '../trajectory/trajectory.ts';

/** What one question scored, each from 0 to 1; `null` where the measure does not apply. */
export interface QuestionScore {
  readonly id: string;
  readonly answer: string | null;
  readonly answerInMemory: number | null;
  readonly supportRecall: number | null;
  readonly supportAll: number | null;
  readonly em: number;
  readonly f1: number;
  /** A model's verdict, where one was asked; `null` when it gave none. */
  readonly judge?: number | null;
}

/** Counts of one episode. */
export interface EpisodeCost {
  readonly modelCalls: number;
  readonly promptTokens: number;
  readonly cachedTokens: number;
  readonly completionTokens: number;
  readonly retrievals: number;
  readonly wallMs: number;
}

export type OperationCounts = { readonly [name in OperationName | 'refused']: number };

/** All that a table needs of an episode. */
export interface EpisodeScore {
  readonly stream: string;
  readonly questions: readonly QuestionScore[];
  /** The released scorer's figure, where the policy writes text. */
  readonly official?: number;
  readonly cost: EpisodeCost;
  readonly operations: OperationCounts;
  readonly entries: { readonly kept: number; readonly documentsRead: number };
  readonly steps: number;
  readonly issues: number;
  readonly failures: number;
  readonly end: string;
}

/** Scores a finished episode from its trajectory alone. */
export function scoreEpisode(trajectory: Trajectory): EpisodeScore {
  const { header, steps, end } = trajectory;
  return {
    stream: header.task.id,
    questions: header.task.questions.map((question, index) => {
      const view = viewAtAnswer(trajectory, index);
      const answer = end.answers[index] ?? null;
      return {
        id: question.id,
        answer,
        answerInMemory: view === undefined ? null : toNumber(answerInMemory(question, view)),
        supportRecall: view === undefined ? null : toNumber(supportRecall(question, view)),
        supportAll: view === undefined ? null : toNumber(supportAll(question, view)),
        em: toNumber(exactMatch(answer ?? '', question.answers)) ?? 0,
        f1: f1(answer ?? '', question.answers),
      };
    }),
    ...officialOf(trajectory),
    cost: costOf(steps, end.latencyMs),
    operations: countOperations(steps),
    entries: { kept: end.entries, documentsRead: documentsRead(steps) },
    steps: steps.length,
    issues: steps.reduce((sum, step) => sum + step.issues.length, 0),
    failures: steps.filter((step) => step.failure !== undefined).length,
    end: end.reason,
  };
}

/** The score with a model's verdict on every answer; verdicts that could not be had are `null`. */
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
    const judgement = await judgeAnswer(given, ask, signal ? { signal } : {});
    questions.push({ ...question, judge: judgement.score ?? null });
  }
  return { ...score, questions };
}

function officialOf({ header, steps }: Trajectory): { readonly official?: number } {
  const turns = steps.flatMap(({ text }) => (text === undefined ? [] : [text]));
  if (turns.length === 0) return {};
  return {
    official: officialScore(
      turns,
      header.task.questions.map(({ answers }) => answers),
    ),
  };
}

/** The view of the step in which the question was last put, or what memory would have shown for it. */
export function viewAtAnswer({ steps, end }: Trajectory, question: number): View | undefined {
  const asked = steps.findLast((step) => step.question === question);
  return asked?.view ?? end.unasked.find((each) => each.question === question)?.view;
}

export function countOperations(steps: readonly StepRecord[]): OperationCounts {
  const counts = { create: 0, read: 0, update: 0, delete: 0, refused: 0 };
  for (const { effects, reads } of steps) {
    counts.read += reads.length;
    for (const effect of effects) counts[effect.applied ? effect.operation.op : 'refused'] += 1;
  }
  return counts;
}

function costOf(steps: readonly StepRecord[], wallMs: number): EpisodeCost {
  const cost = {
    modelCalls: 0,
    promptTokens: 0,
    cachedTokens: 0,
    completionTokens: 0,
    retrievals: 0,
    wallMs,
  };
  for (const { usage, retrievals } of steps) {
    cost.modelCalls += usage.modelCalls;
    cost.promptTokens += usage.promptTokens;
    cost.cachedTokens += usage.cachedTokens;
    cost.completionTokens += usage.completionTokens;
    cost.retrievals += retrievals;
  }
  return cost;
}

function documentsRead(steps: readonly StepRecord[]): number {
  return new Set(steps.flatMap((step) => step.chunk?.documents ?? [])).size;
}

function toNumber(value: number | boolean | undefined): number | null {
  return value === undefined ? null : Number(value);
}

export const COUNTED: readonly (keyof OperationCounts)[] = [...OPERATION_NAMES, 'refused'];
