/**
 * Rows of a suite: the means of one system on one data set, with intervals grouped by conversation.
 *
 * @module
 */
import { bootstrap, type Estimate } from '../score/bootstrap.ts';
import { createRandom } from '../shared/random.ts';
import { CHARACTERS_PER_TOKEN } from './memory-system.ts';
import type { MemorySize, QuestionOutcome, StreamOutcome } from './stream-outcome.ts';

/** Measures of questions, in the order of the tables. */
export const QUESTION_METRICS = [
  'evidenceShown',
  'answerShown',
  'optionShown',
  'currentShown',
  'supersededShown',
  'contradictionShown',
  'forgottenGone',
] as const;

export type QuestionMetric = (typeof QUESTION_METRICS)[number];

export type Metrics = Readonly<Partial<Record<QuestionMetric, Estimate>>>;

/** One system on one data set. */
export interface SuiteRow {
  readonly policy: string;
  readonly dataset: string;
  readonly streams: number;
  readonly questions: number;
  readonly metrics: Metrics & { readonly neverSaid?: Estimate };
  /** The same by ability. */
  readonly abilities: Readonly<Record<string, Metrics>>;
  readonly memory: {
    /** Means over conversations at the end. */
    readonly entries: number;
    readonly characters: number;
    /** Characters stored as a share of the characters read. */
    readonly share: number;
    /** Size over time, of the first conversation. */
    readonly overTime: readonly MemorySize[];
  };
  readonly cost: {
    /** Milliseconds of the write path per turn. */
    readonly writeMsPerTurn: number;
    /** Milliseconds per question. */
    readonly showMsPerQuestion: number;
    readonly modelCalls: number;
    readonly tokens: number;
    /** Characters shown per question. */
    readonly charactersShown: number;
    /** Characters read per second of the write path, divided by four: about tokens per second. */
    readonly tokensReadPerSecond: number;
    /** Largest size of the process in mebibytes over all conversations, if measured. */
    readonly peakMiB?: number;
  };
}

/** Returns the row of one system on one data set. */
export function toSuiteRow(policy: string, dataset: string, outcomes: readonly StreamOutcome[]): SuiteRow {
  const questions = outcomes.flatMap((outcome) => outcome.questions);
  const turns = sum(outcomes, ({ write }) => write.turns);
  const read = sum(outcomes, ({ write }) => write.characters);
  const stored = sum(outcomes, ({ size }) => size.at(-1)!.characters);
  const writeMs = sum(outcomes, ({ write }) => write.milliseconds);
  const abilities = [...new Set(questions.map(({ ability }) => ability))].sort();
  const seed = `${policy}/${dataset}`;
  return {
    policy,
    dataset,
    streams: outcomes.length,
    questions: questions.length,
    metrics: {
      ...estimateAll(outcomes, seed),
      neverSaid: estimate(
        outcomes.map(({ neverSaid }) => (neverSaid === undefined ? [] : [neverSaid])),
        `${seed}/neverSaid`,
      ),
    },
    abilities: Object.fromEntries(
      abilities.map((ability) => [ability, estimateAll(outcomes, `${seed}/${ability}`, ability)]),
    ),
    memory: {
      entries: round(sum(outcomes, ({ size }) => size.at(-1)!.entries) / outcomes.length),
      characters: round(stored / outcomes.length),
      share: read === 0 ? 0 : round(stored / read, 4),
      overTime: outcomes[0]!.size,
    },
    cost: {
      writeMsPerTurn: round(writeMs / Math.max(1, turns), 4),
      showMsPerQuestion: round(
        sum(outcomes, ({ showMilliseconds }) => showMilliseconds) / Math.max(1, questions.length),
      ),
      modelCalls: sum(outcomes, ({ write }) => write.modelCalls),
      tokens: sum(outcomes, ({ write }) => write.tokens),
      charactersShown: round(sum(questions, ({ characters }) => characters) / Math.max(1, questions.length)),
      tokensReadPerSecond: Math.round(read / CHARACTERS_PER_TOKEN / Math.max(0.001, writeMs / 1000)),
      peakMiB: toPeak(outcomes.flatMap(({ peakBytes }) => peakBytes ?? [])),
    },
  };
}

function estimateAll(outcomes: readonly StreamOutcome[], seed: string, ability?: string): Metrics {
  const groups = outcomes.map(({ questions }) =>
    questions.filter((question) => ability === undefined || question.ability === ability),
  );
  const estimates = QUESTION_METRICS.map((metric) => [
    metric,
    estimate(
      groups.map((group) => group.flatMap((question) => listValue(question[metric]))),
      `${seed}/${metric}`,
    ),
  ]);
  return Object.fromEntries(estimates.filter(([, value]) => value !== undefined)) as Metrics;
}

/** Intervals resample whole conversations, because questions about one conversation are not independent. */
function estimate(groups: readonly (readonly number[])[], seed: string): Estimate | undefined {
  const found = bootstrap(groups, { random: createRandom(seed).next, values: 'share' });
  if (found === null) return undefined;
  const { mean, low, high, n } = found;
  return { mean: round(mean, 4), low: round(low, 4), high: round(high, 4), n };
}

function listValue(value: QuestionOutcome[QuestionMetric]): readonly number[] {
  return value === undefined ? [] : [value];
}

function sum<Item>(items: readonly Item[], pick: (item: Item) => number): number {
  return items.reduce((total, item) => total + pick(item), 0);
}

function toPeak(bytes: readonly number[]): number | undefined {
  return bytes.length === 0 ? undefined : Math.round(Math.max(...bytes) / 2 ** 20);
}

function round(value: number, digits = 2): number {
  return Math.round(value * 10 ** digits) / 10 ** digits;
}
