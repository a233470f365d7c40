/** `evaluate()` in code gives the figures of `atommem eval`. @module */
import { expect, it } from 'vitest';
import { type EvalReport, evalCommand } from '../../src/cli/eval.ts';
import type { Terminal } from '../../src/cli/output.ts';
import { loadDataset } from '../../src/dataset/load-dataset.ts';
import { sampleDatasetPath } from '../../src/dataset/sample.ts';
import { buildStreams } from '../../src/dataset/stream-builder.ts';
import { evaluate } from '../../src/eval/evaluate.ts';
import { ragPolicy } from '../../src/rules/rag-policy.ts';
import { rulesPolicy } from '../../src/rules/rules-policy.ts';

async function runEval(...words: readonly string[]): Promise<EvalReport> {
  let printed = '';
  const silent = { write: () => true };
  const terminal = {
    stdout: { write: (text: string) => (printed += text) },
    stderr: silent,
    errorStyle: {},
    style: {},
    environment: {},
    commandLine: ['eval', ...words],
    width: 100,
    timer: () => 0,
    signal: new AbortController().signal,
  } as unknown as Terminal;
  await evalCommand(terminal).parseAsync(words, { from: 'user' });
  return JSON.parse(printed) as EvalReport;
}

it('evaluate() and atommem eval give equal rows and comparisons', async () => {
  const path = sampleDatasetPath();
  const { records, extraPassages } = await loadDataset(path);
  const tasks = buildStreams(records, { documents: 30, questions: 2, limit: 4, seed: 3, extraPassages });
  const policies = { rag: ragPolicy(), extractive: rulesPolicy() };
  const table = await evaluate({ tasks, policies, seeds: [3], chunkSize: 1000, k: 4 });
  const words = [
    '--docs',
    '30',
    '--questions',
    '2',
    '--limit',
    '4',
    '--seed',
    '3',
    '--policy',
    'rag,extractive',
  ];
  const report = await runEval('--data', path, ...words, '--chunk-size', '1000', '--k', '4', '--json');
  const timeless = (rows: EvalReport['rows']) =>
    rows.map(({ cost, ...row }) => ({ ...row, calls: cost.modelCalls }));
  expect(timeless(table.rows)).toEqual(timeless(report.rows));
  const places = (comparisons: EvalReport['comparisons']) =>
    comparisons.map(({ documents, ...rest }) => rest);
  expect(places(table.comparisons)).toEqual(places(report.comparisons));
  expect(report.config).toMatchObject({ k: 4, docs: 30, chunkSize: 1000, policies: ['rag', 'extractive'] });
});
