/** Tests of tables for terminals. @module */
import fc from 'fast-check';
import { expect, it } from 'vitest';
import { formatTable, wrapText } from './text-table.ts';

const table = {
  title: 'toy',
  common: ['docs'],
  header: ['policy', 'docs', 'EM', 'answer in memory', 'calls', 'searches'],
  rows: [
    ['rag', '200', '30.0 (20–41)', '90.0 (80–95)', '0.0', '12.0'],
    ['rules', '200', '31.0 (21–42)', '97.4 (93–99)', '0.0', '13.0'],
  ],
};

it('leaves out zeros and names what is the same in every row', () => {
  const lines = formatTable(table, 120);
  expect(lines[0]).toBe('policy            EM  answer in memory  searches');
  expect(lines.slice(-2)).toEqual(['Same in every row: docs 200.', 'Zero or empty in every row: calls.']);
});

it('splits a table that is too wide, and repeats the first column', () => {
  const lines = formatTable(table, 40);
  expect(lines.filter((line) => line.startsWith('rules'))).toHaveLength(2);
  expect(Math.max(...lines.map((line) => line.length))).toBeLessThanOrEqual(40);
});

it('keeps every value within any width', () => {
  const cell = fc.stringMatching(/^[a-z1-9]{1,12}$/);
  const rows = fc.array(fc.tuple(cell, cell, cell, cell, cell), { minLength: 2, maxLength: 5 });
  fc.assert(
    fc.property(rows, fc.integer({ min: 40, max: 120 }), (cells, width) => {
      const header = ['name', 'a', 'b', 'c', 'd'];
      const lines = formatTable({ title: '', header, rows: cells }, width);
      expect(Math.max(...lines.map((line) => line.length))).toBeLessThanOrEqual(width);
      for (const value of cells.flat()) expect(lines.join('\n')).toContain(value);
    }),
    { numRuns: 50 },
  );
});

it('wraps sentences', () => {
  expect(wrapText('• one two three', 9, '  ')).toEqual(['• one two', '  three']);
});
