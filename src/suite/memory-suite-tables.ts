/**
 * Tables of a suite over conversations.
 *
 * @module
 */
import type { TextTable } from '../eval/text-table.ts';
import type { Estimate } from '../score/bootstrap.ts';
import type { MemorySuiteReport } from './run-memory-suite.ts';
import { QUESTION_METRICS, type QuestionMetric, type SuiteRow } from './suite-row.ts';

const NAMES: Readonly<Record<QuestionMetric, string>> = {
  evidenceShown: 'evidence',
  answerShown: 'answer',
  optionShown: 'option',
  currentShown: 'current',
  supersededShown: 'superseded',
  contradictionShown: 'both sides',
  forgottenGone: 'forgotten gone',
};

/** Returns a table of all rows, in per cent with 95 % intervals. */
export function memorySuiteTable({ rows }: MemorySuiteReport): TextTable {
  const metrics = QUESTION_METRICS.filter((metric) => rows.some((row) => row.metrics[metric]));
  return {
    title: 'shown for a question, per cent (95 % interval over conversations)',
    keys: 2,
    common: ['data', 'questions'],
    header: [
      'policy',
      'data',
      'questions',
      ...metrics.map((metric) => NAMES[metric]),
      'never said',
      'stored',
      'entries',
      'write ms/turn',
      'ms/question',
      'tokens',
    ],
    rows: rows.map((row) => [
      row.policy,
      row.dataset,
      String(row.questions),
      ...metrics.map((metric) => showEstimate(row.metrics[metric])),
      row.metrics.neverSaid === undefined ? '–' : (100 * row.metrics.neverSaid.mean).toFixed(1),
      `${(100 * row.memory.share).toFixed(1)} %`,
      row.memory.entries.toFixed(0),
      row.cost.writeMsPerTurn.toFixed(2),
      row.cost.showMsPerQuestion.toFixed(1),
      String(row.cost.tokens),
    ]),
  };
}

/** Returns a table of one measure by ability, one column per policy. */
export function abilityTable(rows: readonly SuiteRow[], metric: QuestionMetric): TextTable {
  const datasets = [...new Set(rows.map(({ dataset }) => dataset))];
  const policies = [...new Set(rows.map(({ policy }) => policy))];
  return {
    title: `${NAMES[metric]} shown by ability, per cent`,
    keys: 2,
    common: ['data'],
    header: ['ability', 'data', 'n', ...policies],
    rows: datasets.flatMap((dataset) => {
      const own = rows.filter((row) => row.dataset === dataset);
      const abilities = [...new Set(own.flatMap((row) => Object.keys(row.abilities)))].sort();
      return abilities
        .filter((ability) => own.some((row) => row.abilities[ability]?.[metric]))
        .map((ability) => [
          ability,
          dataset,
          String(own[0]!.abilities[ability]?.[metric]?.n ?? ''),
          ...policies.map((policy) =>
            showEstimate(own.find((row) => row.policy === policy)?.abilities[ability]?.[metric]),
          ),
        ]);
    }),
  };
}

function showEstimate(estimate: Estimate | undefined): string {
  if (estimate === undefined) return '–';
  const [mean, low, high] = [estimate.mean, estimate.low, estimate.high].map((share) =>
    (100 * share).toFixed(1),
  );
  return `${mean} (${low}–${high})`;
}
