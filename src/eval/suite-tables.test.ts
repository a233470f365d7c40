/** Tests of a suite's tables. @module */
import { expect, it } from 'vitest';
import { createRunParts, TOY_SUITE, toyDataset } from './fixtures/toy-suite.ts';
import { runSuite } from './run-suite.ts';
import { reportSuite } from './suite-report.ts';
import { fullTable, matrixTable, typeTable } from './suite-tables.ts';
import { questionSource } from './task-source.ts';

const prices = { promptPerMillion: 1000, cachedPerMillion: 0, completionPerMillion: 0 };

it('prints table 1 with costs beside it, and everything else in further tables', async () => {
  const run = await runSuite({
    suite: { ...TOY_SUITE, variants: [{ name: 'as called', settings: {} }] },
    sources: [questionSource('toy', toyDataset(6))],
    parts: await createRunParts({ policies: ['rag', 'spender'] }),
  });
  const report = reportSuite(run, { prices });
  const { header, rows } = matrixTable(report);
  expect(header.slice(0, 5)).toEqual(['policy', 'toy 4', 'toy 6', 'average', 'kept/read']);
  const cells = rows.map((row) => Object.fromEntries(row.map((cell, place) => [header[place], cell])));
  expect(cells[0]).toMatchObject({
    policy: 'rag',
    'toy 4': '100.0 (61–100)',
    average: '100.0',
    calls: '0.0',
    'kept/read': '5/5',
    money: '0.00000',
  });
  // Two or three chunks and a question, 100 tokens each.
  expect(cells[1]).toMatchObject({
    policy: 'spender',
    average: '0.0',
    calls: '3.5',
    'tokens in': '350',
    money: '0.35000',
  });
  expect(matrixTable(reportSuite(run)).rows[1]!.at(-1)).toBe('no prices');

  const full = fullTable(report);
  expect(full.rows).toHaveLength(4);
  expect(full.header).not.toContain('judge');
  expect(new Set(full.rows.map((row) => row.length))).toEqual(new Set([full.header.length]));
  const types = typeTable(report);
  expect(types.rows[0]).toEqual(['rag', 'as called', 'toy', '4', 'even', '3', '100.0', '100.0', '0.0']);
  expect(types.rows.at(-1)).toEqual(['spender', 'as called', 'toy', '6', 'odd', '3', '0.0', '0.0', '100.0']);
});
