import { bootstrapMean, type Estimate } from '../score/bootstrap.ts';
import { createRandom } from '../shared/random.ts';
import {
  COUNTED,
  type EpisodeCost,
  type EpisodeScore,
  type OperationCounts,
  type QuestionScore,
} from './episode-score.ts';

export const EVAL_SCHEMA = 'atommem.eval/1';

/** One policy on one data set. Costs, operations and entries are means per episode. */
export interface EvalRow {
  readonly policy: string;
  readonly dataset: string;
  /** Documents in each stream. */
  readonly documents: number;
  /** Questions in all. */
  readonly questions: number;
  readonly episodes: number;
  readonly metrics: {
    readonly answerInMemory: Estimate | null;
    readonly supportRecall: Estimate | null;
    readonly supportAll: Estimate | null;
    readonly em: Estimate | null;
    readonly f1: Estimate | null;
    /** Where a judge was asked, over the answers that it gave a verdict on. */
    readonly judge?: Estimate | null;
    /** The released scorer's figure per episode, where the policy writes text. */
    readonly official?: Estimate | null;
  };
  readonly cost: EpisodeCost;
  readonly operations: OperationCounts;
  readonly entries: { readonly kept: number; readonly documentsRead: number };
  /** Episodes that ended in another way than by finishing, by reason. */
  readonly ended: { readonly [reason: string]: number };
}

export interface EvalReport {
  readonly schema: typeof EVAL_SCHEMA;
  readonly command: string;
  readonly seed: number;
  readonly rows: readonly EvalRow[];
}

/** Sums up the episodes of one policy on one data set; intervals are 95 % bootstrap intervals over questions. */
export function evalRow(
  row: Pick<EvalRow, 'policy' | 'dataset' | 'documents'>,
  episodes: readonly EpisodeScore[],
  seed: number,
): EvalRow {
  const questions = episodes.flatMap((episode) => episode.questions);
  const mean = (pick: (score: QuestionScore) => number | null): Estimate | null =>
    estimate(questions.map(pick));
  const estimate = (all: readonly (number | null)[]): Estimate | null => {
    const values = all.filter((value) => value !== null);
    return bootstrapMean(values, { random: createRandom(`${seed}/bootstrap`).next });
  };
  return {
    ...row,
    questions: questions.length,
    episodes: episodes.length,
    metrics: {
      answerInMemory: mean((score) => score.answerInMemory),
      supportRecall: mean((score) => score.supportRecall),
      supportAll: mean((score) => score.supportAll),
      em: mean((score) => score.em),
      f1: mean((score) => score.f1),
      ...(questions.some(({ judge }) => judge !== undefined) && {
        judge: mean(({ judge }) => judge ?? null),
      }),
      ...(episodes.some(({ official }) => official !== undefined) && {
        official: estimate(episodes.map(({ official }) => official ?? null)),
      }),
    },
    cost: {
      modelCalls: average(episodes, ({ cost }) => cost.modelCalls),
      promptTokens: average(episodes, ({ cost }) => cost.promptTokens),
      cachedTokens: average(episodes, ({ cost }) => cost.cachedTokens),
      completionTokens: average(episodes, ({ cost }) => cost.completionTokens),
      retrievals: average(episodes, ({ cost }) => cost.retrievals),
      wallMs: average(episodes, ({ cost }) => cost.wallMs),
    },
    operations: Object.fromEntries(
      COUNTED.map((name) => [name, average(episodes, ({ operations }) => operations[name])]),
    ) as OperationCounts,
    entries: {
      kept: average(episodes, ({ entries }) => entries.kept),
      documentsRead: average(episodes, ({ entries }) => entries.documentsRead),
    },
    ended: countBy(episodes.map(({ end }) => end).filter((end) => end !== 'done')),
  };
}

function average(episodes: readonly EpisodeScore[], pick: (episode: EpisodeScore) => number): number {
  if (episodes.length === 0) return 0;
  const sum = episodes.reduce((total, episode) => total + pick(episode), 0);
  return Math.round((sum / episodes.length) * 1000) / 1000;
}

function countBy(values: readonly string[]): { readonly [value: string]: number } {
  const counts: Record<string, number> = {};
  for (const value of [...values].sort()) counts[value] = (counts[value] ?? 0) + 1;
  return counts;
}
