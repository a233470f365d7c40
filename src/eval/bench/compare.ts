import type { Estimate } from '../../score/bootstrap.ts';
import { type McNemar, mcnemar } from '../../score/mcnemar.ts';
import { pairedBootstrap } from '../../score/paired.ts';
import { createRandom } from '../../shared/random.ts';
import type { BenchScore } from './bench-score.ts';

/** Measures in which two can be compared; all from 0 to 1. */
export type ComparedMetric = 'em' | 'f1' | 'judge' | 'answerInMemory' | 'supportAll';

/** One side: its name and its episodes, with the seed of their streams. */
export interface Contender {
  readonly name: string;
  readonly episodes: readonly { readonly seed: number; readonly score: BenchScore }[];
}

export interface Comparison {
  readonly metric: ComparedMetric;
  readonly first: string;
  readonly second: string;
  /** Questions that both answered and that the measure applies to. */
  readonly questions: number;
  /** First minus second, with its 95 % interval. */
  readonly difference: Estimate;
  /** Present for measures that are right or wrong. */
  readonly mcnemar: McNemar | null;
  /** Real when the interval leaves out zero and, where the test applies, p is below 0.05. */
  readonly verdict: 'first' | 'second' | 'chance';
  /** The verdict in words, with its figures. */
  readonly sentence: string;
}

const LEVEL = 0.05;

/**
 * Compares two on the questions that both were asked on the same streams; `null` where there are none. The
 * interval is a seeded paired bootstrap that draws whole streams; right-or-wrong measures are tested by
 * McNemar's exact test as well. Each comparison stands for itself: of twenty without a difference one is
 * called real.
 *
 * @example compareContenders({ name: 'extractive', episodes }, { name: 'rag', episodes: others }).sentence
 */
export function compareContenders(
  first: Contender,
  second: Contender,
  { metric = 'em', seed = 1 }: { readonly metric?: ComparedMetric; readonly seed?: number } = {},
): Comparison | null {
  const theirs = new Map(valuesOf(second, metric).map(({ key, value }) => [key, value]));
  const pairs = valuesOf(first, metric).flatMap(({ key, group, value }) => {
    const other = theirs.get(key);
    return other === undefined ? [] : [{ group, first: value, second: other }];
  });
  const random = createRandom(`${seed}/paired/${metric}`).next;
  const difference = pairedBootstrap(pairs, { random });
  if (difference === null) return null;
  const test = metric === 'f1' ? null : mcnemar(pairs.map((pair) => [pair.first === 1, pair.second === 1]));
  const real = (difference.low > 0 || difference.high < 0) && (test === null || test.p < LEVEL);
  const verdict = !real ? 'chance' : difference.mean > 0 ? 'first' : 'second';
  const result = { metric, first: first.name, second: second.name, questions: pairs.length, difference };
  return { ...result, mcnemar: test, verdict, sentence: sentenceOf({ ...result, mcnemar: test, verdict }) };
}

function valuesOf(
  { episodes }: Contender,
  metric: ComparedMetric,
): readonly { readonly key: string; readonly group: string; readonly value: number }[] {
  return episodes.flatMap(({ seed, score }) =>
    score.questions.flatMap((question) => {
      const value = question[metric] ?? null;
      const key = JSON.stringify([seed, score.stream, question.id]);
      return value === null ? [] : [{ key, group: score.stream, value }];
    }),
  );
}

const SAYS: Readonly<Record<ComparedMetric, (points: string) => string>> = {
  em: (points) => `answers ${points} points more exactly right`,
  f1: (points) => `scores ${points} points more of F1`,
  judge: (points) => `answers ${points} points more right in the eyes of the judge`,
  answerInMemory: (points) => `has the answer in memory ${points} points more often`,
  supportAll: (points) => `has all the evidence in memory ${points} points more often`,
};

const NAMES: Readonly<Record<ComparedMetric, string>> = {
  em: 'exact match',
  f1: 'F1',
  judge: 'the eyes of the judge',
  answerInMemory: 'answers in memory',
  supportAll: 'evidence in memory',
};

function sentenceOf(comparison: Omit<Comparison, 'sentence'>): string {
  const { metric, questions, difference, mcnemar: test, verdict } = comparison;
  const turned = difference.mean < 0;
  const [better, other] = turned
    ? [comparison.second, comparison.first]
    : [comparison.first, comparison.second];
  const [low, high] = turned ? [-difference.high, -difference.low] : [difference.low, difference.high];
  const points = (value: number): string => (100 * value).toFixed(1).replace('-', '−');
  const claim =
    difference.mean === 0
      ? `${better} and ${other} come out even in ${NAMES[metric]}`
      : `${better} ${SAYS[metric](points(Math.abs(difference.mean)))} than ${other}`;
  const chance = test === null ? '' : `; exact McNemar test, p ${formatP(test.p)}`;
  const call = verdict === 'chance' ? 'this cannot be told from chance' : 'the difference is real';
  return `On the same ${questions} questions ${claim} (95 % interval ${points(low)} to ${points(high)}${chance}): ${call}.`;
}

function formatP(p: number): string {
  return p < 0.001 ? '< 0.001' : `= ${p.toFixed(p < 0.1 ? 3 : 2)}`;
}
