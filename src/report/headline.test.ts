/** Tests of the headline. @module */
import { expect, it } from 'vitest';
import type { PlacedComparison } from '../eval/compare-cells.ts';
import { createRow } from '../eval/eval-row.ts';
import { writeHeadline } from './headline.ts';

const comparison = (mean: number, verdict: 'first' | 'chance', dataset: string | null): PlacedComparison => ({
  ...{
    metric: 'em',
    first: 'a',
    second: 'b',
    questions: 30,
    pairs: 90,
    mcnemar: null,
    p: 0.01,
    documents: null,
  },
  ...{ verdict, dataset, variant: 'default', sentence: `a beats b by ${mean}` },
  difference: { mean, low: mean, high: mean, n: 90 },
});

it('states the largest real difference over all cells', () => {
  const comparisons = [
    comparison(0.9, 'first', 'x'),
    comparison(0.1, 'first', null),
    comparison(0.2, 'first', null),
  ];
  expect(writeHeadline([], comparisons)).toBe('a beats b by 0.2');
  expect(writeHeadline([], [comparison(0.3, 'chance', null), comparison(0.1, 'chance', null)])).toBe(
    'None of 2 differences between policies is larger than chance (30 questions).',
  );
});

it('does not state a difference that is not real after correction', () => {
  const many = Array.from({ length: 9 }, () => comparison(0.1, 'chance', null));
  expect(writeHeadline([], [comparison(0.3, 'first', null), ...many])).toBe(
    '1 of 10 differences between policies is larger than chance, but none is after correction for 10 comparisons (30 questions).',
  );
});

it('states the figures of a single policy, or nothing', () => {
  const row = createRow({ policy: 'a', dataset: 'x', documents: 5, variant: 'default', planned: 0 }, [], {
    seed: 1,
  });
  const em = { mean: 0.5, low: 0.4, high: 0.6, n: 20 };
  const measured = { ...row, episodes: 20, questions: 20, metrics: { ...row.metrics, em } };
  expect(writeHeadline([measured], [])).toBe('On x, a answers 50.0 % of 20 questions exactly right.');
  expect(writeHeadline([row], [])).toBeNull();
});
