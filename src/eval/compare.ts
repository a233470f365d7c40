/**
 * Compares two contenders on their shared questions.
 *
 * @module
 */
import type { Estimate } from '../score/bootstrap.ts';
import { type McNemar, mcnemar } from '../score/mcnemar.ts';
import { pairedBootstrap, type ScorePair } from '../score/paired.ts';
import { signFlip } from '../score/sign-flip.ts';
import { createRandom } from '../shared/random.ts';
import type { EpisodeScore } from './episode-score.ts';

/** Measures that can be compared. All but the reward are from 0 to 1. */
export type ComparedMetric = 'em' | 'f1' | 'judge' | 'answerInMemory' | 'supportAll' | 'reward';

/** One side: its name and its episodes. */
export interface Contender {
  readonly name: string;
  readonly episodes: readonly ContenderEpisode[];
}

export interface ContenderEpisode {
  readonly seed: number;
  /** Documents per task. Pairs share one length. `null`: all documents of the task. */
  readonly documents?: number | null;
  readonly dataset?: string;
  readonly score: EpisodeScore;
}

export interface Comparison {
  readonly metric: ComparedMetric;
  readonly first: string;
  readonly second: string;
  /** Number of distinct questions that both answered. For the reward, number of tasks. */
  readonly questions: number;
  /** Number of pairs. A question at several lengths or seeds makes several. */
  readonly pairs: number;
  /** First minus second, with its 95 % interval. */
  readonly difference: Estimate;
  /** `null` for measures that are not binary. */
  readonly mcnemar: McNemar | null;
  /** Two-sided: McNemar's exact test for binary measures, an exchange test for the others. */
  readonly p: number;
  /** `chance` unless the interval excludes zero and p is below 0.05. */
  readonly verdict: 'first' | 'second' | 'chance';
  /** The verdict in words, with its figures. */
  readonly sentence: string;
}

export interface CompareOptions {
  /** Default: `em`. */
  readonly metric?: ComparedMetric;
  /** Seed of the interval. Default: 1. */
  readonly seed?: number;
}

const LEVEL = 0.05;

/**
 * Compares two contenders; returns `null` if they share no question. A pair is one question in one task of one length
 * and seed. Pairs of the same task at several lengths and seeds are not independent: the paired bootstrap resamples
 * them together, and the tests swap them together. There is no correction for multiple comparisons: about
 * one in twenty null comparisons is called real.
 *
 * @example
 * const comparison = compareContenders({ name: 'mine', episodes }, { name: 'rag', episodes: others });
 * console.log(comparison?.sentence);
 */
export function compareContenders(
  first: Contender,
  second: Contender,
  { metric = 'em', seed = 1 }: CompareOptions = {},
): Comparison | null {
  const pairs = pairValues(first, second, metric);
  const random = createRandom(`${seed}/paired/${metric}`).next;
  const difference = pairedBootstrap(pairs, {
    random,
    values: metric === 'reward' ? undefined : 'difference',
  });
  if (difference === null) return null;
  const test = RIGHT_OR_WRONG.has(metric) ? mcnemar(pairs) : null;
  const p = test?.p ?? signFlip(pairs, { random: createRandom(`${seed}/flip/${metric}`).next });
  const excludesZero = difference.low > 0 || difference.high < 0;
  const real = excludesZero && p < LEVEL;
  const result = {
    metric,
    first: first.name,
    second: second.name,
    questions: new Set(pairs.map(({ question }) => question)).size,
    pairs: pairs.length,
    difference,
    mcnemar: test,
    p,
    verdict: !real ? 'chance' : difference.mean > 0 ? 'first' : 'second',
  } as const;
  return { ...result, sentence: describe(result) };
}

const RIGHT_OR_WRONG: ReadonlySet<ComparedMetric> = new Set(['em', 'judge', 'answerInMemory', 'supportAll']);

interface QuestionPair extends ScorePair {
  readonly question: string;
}

function pairValues(first: Contender, second: Contender, metric: ComparedMetric): readonly QuestionPair[] {
  const theirs = new Map(listValues(second, metric).map(({ key, value }) => [key, value]));
  return listValues(first, metric).flatMap(({ key, value, group, question }) => {
    const other = theirs.get(key);
    return other === undefined ? [] : [{ first: value, second: other, group, question }];
  });
}

interface KeyedValue {
  /** Equal for the two values of a pair. */
  readonly key: string;
  /** Equal for dependent values: the same task at any length and seed. */
  readonly group: string;
  readonly question: string;
  readonly value: number;
}

function listValues({ episodes }: Contender, metric: ComparedMetric): readonly KeyedValue[] {
  return episodes.flatMap(({ seed, documents = null, dataset = '', score }) => {
    const group = JSON.stringify([dataset, score.stream]);
    const values =
      metric === 'reward'
        ? [{ id: '', value: score.reward ?? null }]
        : score.questions.map((question) => ({ id: question.id, value: question[metric] ?? null }));
    return values.flatMap(({ id, value }) => {
      if (value === null) return [];
      const question = JSON.stringify([dataset, metric === 'reward' ? score.stream : id]);
      return [{ key: JSON.stringify([group, documents, seed, id]), group, question, value }];
    });
  });
}

const CLAIMS: Readonly<Record<ComparedMetric, (points: string) => string>> = {
  em: (points) => `is exactly right ${points} points more often`,
  f1: (points) => `scores ${points} points more F1`,
  judge: (points) => `is right ${points} points more often according to the judge`,
  answerInMemory: (points) => `has the answer in memory ${points} points more often`,
  supportAll: (points) => `has all evidence in memory ${points} points more often`,
  reward: (points) => `earns ${points} more reward`,
};

const NAMES: Readonly<Record<ComparedMetric, string>> = {
  em: 'exact match',
  f1: 'F1',
  judge: 'judge verdicts',
  answerInMemory: 'answers in memory',
  supportAll: 'evidence in memory',
  reward: 'reward',
};

function describe(comparison: Omit<Comparison, 'sentence'>): string {
  const { metric, difference, mcnemar: test, p, verdict } = comparison;
  const turned = difference.mean < 0;
  const [better, other] = turned
    ? [comparison.second, comparison.first]
    : [comparison.first, comparison.second];
  const [low, high] = turned ? [-difference.high, -difference.low] : [difference.low, difference.high];
  const show = (value: number): string =>
    (metric === 'reward' ? value.toFixed(3) : (100 * value).toFixed(1)).replace('-', '−');
  const claim =
    difference.mean === 0
      ? `${better} and ${other} have equal ${NAMES[metric]}`
      : `${better} ${CLAIMS[metric](show(Math.abs(difference.mean)))} than ${other}`;
  // If all differences are equal, every resample is the same and the interval has no width.
  const interval = low === high ? '' : `95% interval ${show(low)} to ${show(high)}; `;
  const tested = `${test === null ? 'permutation' : 'exact McNemar'} test, p ${formatP(p)}`;
  const chance = difference.mean === 0 ? 'No difference was found.' : 'The difference could be chance.';
  const call = verdict === 'chance' ? chance : 'The difference is real.';
  return `${describePairs(comparison)}, ${claim} (${interval}${tested}). ${call}`;
}

function describePairs({ metric, questions, pairs }: Omit<Comparison, 'sentence'>): string {
  const thing = metric === 'reward' ? 'task' : 'question';
  const among = questions === 1 ? thing : `${questions} ${thing}s`;
  return `On the same ${pairs === questions ? among : `${among} (${pairs} pairs)`}`;
}

function formatP(p: number): string {
  return p < 0.001 ? '< 0.001' : `= ${p.toFixed(p < 0.1 ? 3 : 2)}`;
}
