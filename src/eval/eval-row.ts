/**
 * One row of an evaluation's table: a policy in a variant on one data set and length.
 *
 * @module
 */
import { bootstrap, type Estimate } from '../score/bootstrap.ts';
import { type Prices, priceTokens } from '../score/money.ts';
import { createRandom } from '../shared/random.ts';
import {
  COUNTED,
  type EpisodeCost,
  type EpisodeScore,
  type OperationCounts,
  type QuestionScore,
} from './episode-score.ts';

/** Measures of a row, each with its interval. `null`: the measure does not apply to this row. */
export interface RowMetrics {
  readonly answerInMemory: Estimate | null;
  readonly supportRecall: Estimate | null;
  readonly supportAll: Estimate | null;
  readonly em: Estimate | null;
  readonly f1: Estimate | null;
  /** Mean over the answers with a judge's verdict. */
  readonly judge?: Estimate | null;
  /** The released scorer's figure per episode, for policies that write text. */
  readonly official?: Estimate | null;
  /** The task's own reward per episode. */
  readonly reward?: Estimate | null;
}

/** Costs, operations and entries are means per episode. */
export interface EvalRow {
  readonly policy: string;
  readonly dataset: string;
  /** Documents per task. A mean if they differ; 0 if tasks have none. */
  readonly documents: number;
  readonly variant: string;
  readonly questions: number;
  readonly episodes: number;
  /** Planned episodes. If the run stopped or episodes failed, fewer are done. */
  readonly planned: number;
  readonly metrics: RowMetrics;
  readonly cost: EpisodeCost;
  /** Mean price of an episode; `null` if tokens were used and no prices are given. */
  readonly money: number | null;
  readonly operations: OperationCounts;
  readonly entries: { readonly kept: number; readonly documentsRead: number };
  /** Episodes that ended early, by reason. */
  readonly ended: { readonly [reason: string]: number };
  /** Scores by the data set's kinds of questions. */
  readonly types: Readonly<Record<string, TypeScore>>;
}

/** Scores of one kind of question. */
export interface TypeScore {
  readonly questions: number;
  readonly em: number;
  readonly f1: number;
  /** Share of answers that decline to answer. */
  readonly refused: number;
}

/** The cell that a row describes. */
export type RowPlace = Pick<EvalRow, 'policy' | 'dataset' | 'variant' | 'planned'> & {
  /** Default: the mean over the tasks. */
  readonly documents?: number | null;
};

export interface RowOptions {
  /** Seed of the intervals. */
  readonly seed: number;
  readonly prices?: Prices;
}

/** Summarises the episodes of a row. Intervals are 95 % bootstrap intervals that resample whole tasks. */
export function createRow(
  { documents, ...place }: RowPlace,
  episodes: readonly EpisodeScore[],
  { seed, prices }: RowOptions,
): EvalRow {
  const cost = averageCost(episodes);
  return {
    ...place,
    documents: documents ?? Math.round(average(episodes, ({ entries }) => entries.documents)),
    questions: episodes.reduce((sum, episode) => sum + episode.questions.length, 0),
    episodes: episodes.length,
    metrics: measure(episodes, seed),
    cost,
    money: episodes.length === 0 ? null : priceTokens(cost, prices),
    operations: Object.fromEntries(
      COUNTED.map((name) => [name, average(episodes, ({ operations }) => operations[name])]),
    ) as OperationCounts,
    entries: {
      kept: average(episodes, ({ entries }) => entries.kept),
      documentsRead: average(episodes, ({ entries }) => entries.documentsRead),
    },
    ended: countValues(episodes.map(({ end }) => end).filter((end) => end !== 'done')),
    types: scoreTypes(episodes),
  };
}

function measure(episodes: readonly EpisodeScore[], seed: number): RowMetrics {
  const groups = [...Map.groupBy(episodes, ({ stream }) => stream).values()];
  const estimate = (
    name: string,
    values: 'share' | undefined,
    pick: (episode: EpisodeScore) => readonly (number | null | undefined)[],
  ): Estimate | null =>
    bootstrap(
      groups.map((group) => group.flatMap(pick).filter((value) => value != null)),
      { random: createRandom(`${seed}/${name}`).next, values },
    );
  const share = (name: keyof QuestionScore & keyof RowMetrics): Estimate | null =>
    estimate(name, 'share', ({ questions }) => questions.map((question) => question[name]));
  const judged = episodes.some(({ questions }) => questions.some((question) => question.judge !== undefined));
  const scored = episodes.some(({ official }) => official !== undefined);
  const rewarded = episodes.some(({ reward }) => reward !== undefined);
  return {
    answerInMemory: share('answerInMemory'),
    supportRecall: share('supportRecall'),
    supportAll: share('supportAll'),
    em: share('em'),
    f1: share('f1'),
    ...(judged && { judge: share('judge') }),
    ...(scored && { official: estimate('official', 'share', ({ official }) => [official]) }),
    ...(rewarded && { reward: estimate('reward', undefined, ({ reward }) => [reward]) }),
  };
}

function averageCost(episodes: readonly EpisodeScore[]): EpisodeCost {
  return {
    modelCalls: average(episodes, ({ cost }) => cost.modelCalls),
    promptTokens: average(episodes, ({ cost }) => cost.promptTokens),
    cachedTokens: average(episodes, ({ cost }) => cost.cachedTokens),
    completionTokens: average(episodes, ({ cost }) => cost.completionTokens),
    retrievals: average(episodes, ({ cost }) => cost.retrievals),
    wallMs: average(episodes, ({ cost }) => cost.wallMs),
  };
}

function scoreTypes(episodes: readonly EpisodeScore[]): Readonly<Record<string, TypeScore>> {
  const questions = episodes.flatMap((episode) => episode.questions);
  const groups = Map.groupBy(questions, ({ type }) => type ?? '');
  groups.delete('');
  const sorted = [...groups].sort(([one], [other]) => (one < other ? -1 : 1));
  return Object.fromEntries(
    sorted.map(([type, group]) => [
      type,
      {
        questions: group.length,
        em: mean(group.map(({ em }) => em)),
        f1: mean(group.map(({ f1 }) => f1)),
        refused: mean(group.map(({ refused }) => Number(refused))),
      },
    ]),
  );
}

function average(episodes: readonly EpisodeScore[], pick: (episode: EpisodeScore) => number): number {
  return Math.round(mean(episodes.map(pick)) * 1000) / 1000;
}

function mean(values: readonly number[]): number {
  return values.length === 0 ? 0 : values.reduce((sum, value) => sum + value, 0) / values.length;
}

function countValues(values: readonly string[]): { readonly [value: string]: number } {
  const counts: Record<string, number> = {};
  for (const value of [...values].sort()) counts[value] = (counts[value] ?? 0) + 1;
  return counts;
}
