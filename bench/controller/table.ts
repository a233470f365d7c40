/**
 * Rows and paired differences of kept evidence.
 *
 * @module
 */
import { basename } from 'node:path';
import { createRandom } from '../../src/shared/random.ts';
import type { KeptScore } from './play.ts';

const RESAMPLES = 1000;

/** The scores of one policy under one limit. */
export interface KeptRow {
  readonly name: string;
  readonly budget: string;
  readonly file: string;
  readonly scores: readonly KeptScore[];
  readonly cpu: number;
}

/** Formats one row: shares in per cent, characters as means. */
export function formatRow({ name, budget, file, scores, cpu }: KeptRow): string {
  const answers = scores.flatMap(({ answer }) => (answer === null ? [] : [answer]));
  return [
    name.padEnd(12),
    budget.padEnd(7),
    basename(file).split('.')[0]!.padEnd(16),
    `answer ${percent(mean(answers))}`,
    `support ${percent(mean(scores.map(({ support }) => support)))}`,
    `kept ${mean(scores.map(({ kept }) => kept)).toFixed(0)}`,
    `shown ${mean(scores.map(({ shown }) => shown)).toFixed(0)}`,
    `n ${scores.length} (${answers.length})`,
    `${cpu.toFixed(2)} ms/document`,
  ].join('  ');
}

/** Formats the differences from the first policy, pooled, with 95 % intervals over questions. */
export function compareToFirst(
  pooled: ReadonlyMap<string, readonly KeptScore[]>,
  budget: string,
): readonly string[] {
  const [[base, first], ...others] = [...pooled] as [[string, readonly KeptScore[]]];
  return (others as [string, readonly KeptScore[]][]).map(([name, scores]) => {
    const support = scores.map((score, place) => score.support - first[place]!.support);
    const answer = scores.flatMap((score, place) => {
      const before = first[place]!.answer;
      return score.answer === null || before === null ? [] : [score.answer - before];
    });
    return `${name} - ${base}  ${budget}  answer ${interval(answer)}  support ${interval(support)}`;
  });
}

function interval(differences: readonly number[]): string {
  const random = createRandom(7);
  const means = Array.from({ length: RESAMPLES }, () =>
    mean(differences.map(() => differences[random.integer(differences.length)]!)),
  ).sort((left, right) => left - right);
  const [low, high] = [means[Math.floor(0.025 * RESAMPLES)]!, means[Math.floor(0.975 * RESAMPLES)]!];
  return `${signed(mean(differences))} [${signed(low)}, ${signed(high)}]`;
}

const percent = (share: number): string => (100 * share).toFixed(1).padStart(5);
const signed = (share: number): string => `${share < 0 ? '' : '+'}${(100 * share).toFixed(1)}`;
const mean = (values: readonly number[]): number =>
  values.reduce((sum, value) => sum + value, 0) / Math.max(1, values.length);
