/**
 * The report as a Markdown file.
 *
 * @module
 */
import { escapeMarkdown } from './escape.ts';
import { healthTables } from './health-tables.ts';
import type { ReportInput } from './report-input.ts';
import { percent, type ReportTable, type TableCell } from './report-table.ts';
import { resultsTables } from './results-table.ts';

/** Renders the report's finding, tables and notes as Markdown. Equal input gives equal text. */
export function renderMarkdownReport(input: ReportInput): string {
  const { title, headline, command, seed, date, notes = [], comparisons = [], digests } = input;
  const facts = [date, seed === undefined ? undefined : `seed ${seed}`, `${digests.length} episodes`];
  const parts = [
    `# ${escapeMarkdown(title)}`,
    ...(headline == null ? [] : [`**${escapeMarkdown(headline)}**`]),
    facts
      .filter((fact) => fact !== undefined)
      .map(escapeMarkdown)
      .join(' · '),
    ...(command === undefined ? [] : [codeBlock(command)]),
    ...writeList(notes),
    '## Results',
    ...resultsTables(input).map(renderTable),
    ...(comparisons.length === 0 ? [] : ['## Comparisons', ...writeList(comparisons)]),
    ...(digests.length === 0 ? [] : ['## Memory', ...healthTables(digests).map(renderTable)]),
  ];
  return `${parts.join('\n\n')}\n`;
}

function writeList(sentences: readonly string[]): readonly string[] {
  const lines = sentences.map((sentence) => `- ${escapeMarkdown(sentence)}`);
  return lines.length === 0 ? [] : [lines.join('\n')];
}

function renderTable({ title, note, columns, rows }: ReportTable): string {
  // Columns without a title are drawn in HTML only.
  const shown = columns.map(({ title: name }, index) => ({ name, index })).filter(({ name }) => name !== '');
  const line = (cells: readonly string[]): string => `| ${cells.join(' | ')} |`;
  return [
    `### ${escapeMarkdown(title)}`,
    '',
    line(shown.map(({ name }) => escapeMarkdown(name))),
    line(shown.map(({ index }) => (columns[index]!.figures ? '--:' : ':--'))),
    ...rows.map((row) => line(shown.map(({ index }) => cellText(row[index]!)))),
    '',
    escapeMarkdown(note),
  ].join('\n');
}

function cellText({ text, interval, best }: TableCell): string {
  const told = best ? `**${escapeMarkdown(text)}**` : escapeMarkdown(text);
  return interval === undefined ? told : `${told} (${percent(interval.low)}–${percent(interval.high)})`;
}

/** Returns an indented block, which document text cannot close. */
function codeBlock(text: string): string {
  return text
    .split(/[\r\n]+/)
    .map((line) => `    ${line}`)
    .join('\n');
}
