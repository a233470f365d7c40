/**
 * Entries, records and statistics as lines of text.
 *
 * @module
 */
import type { Entry } from '../memory/entry.ts';
import type { LogDifference, LogRecord } from '../memory/log.ts';
import type { Statistics } from '../store/statistics.ts';
import type { Terminal } from './output.ts';
import { escapeControls, oneLine } from './terminal.ts';

/** Formats an entry as one line: id, version and the beginning of its text. */
export function entryLine(entry: Entry, { style, width }: Terminal): string {
  const version = entry.version === 1 ? '' : ` v${entry.version}`;
  return `${style.bold(escapeControls(entry.id))}${style.dim(version)}  ${oneLine(entry.text, width - entry.id.length - version.length - 2)}`;
}

/** Formats an entry with its whole text, then its metadata. */
export function entryLines(entry: Entry, { style }: Terminal): readonly string[] {
  const facts = [
    `version ${entry.version}`,
    `created ${formatDate(entry.createdAt)}`,
    ...(entry.version === 1 ? [] : [`updated ${formatDate(entry.updatedAt)}`]),
    ...(entry.expiresAt === undefined ? [] : [`expires ${formatDate(entry.expiresAt)}`]),
  ];
  const meta =
    Object.keys(entry.meta).length === 0
      ? []
      : ['', style.dim(`metadata ${escapeControls(JSON.stringify(entry.meta))}`)];
  return [
    `${style.bold(escapeControls(entry.id))}  ${style.dim(facts.join(' · '))}`,
    visible(entry.text),
    ...meta,
  ];
}

/** Formats a record of the log as one line. */
export function recordLine(record: LogRecord, { style, width }: Terminal): string {
  const { generation, kind, id, version, actor, undoOf, text } = record;
  const sign = { create: style.green('+'), update: style.yellow('~'), delete: style.red('-') }[kind];
  const notes = [
    actor === null ? '' : `by ${escapeControls(actor)}`,
    undoOf === null ? '' : `undo of ${undoOf}`,
  ].filter(Boolean);
  const head = `${String(generation).padStart(6)} ${formatDate(record.time)} ${sign} ${escapeControls(id)} v${version}`;
  return `${head}  ${style.dim(notes.join(', '))} ${oneLine(text ?? '', Math.max(20, width - head.length - 10))}`.trimEnd();
}

/** Formats what changed between two generations. */
export function differenceLines(difference: LogDifference, { style, width }: Terminal): readonly string[] {
  const line = (sign: string, id: string, text: string): string =>
    `${sign} ${escapeControls(id)}  ${oneLine(text, width - id.length - 4)}`;
  return [
    ...difference.created.map(({ id, text }) => line(style.green('+'), id, text)),
    ...difference.updated.flatMap(({ before, after }) => [
      line(style.yellow('~'), before.id, before.text),
      line(style.yellow('→'), after.id, after.text),
    ]),
    ...difference.deleted.map(({ id, text }) => line(style.red('-'), id, text)),
  ];
}

/** Formats the statistics of a namespace. */
export function statisticsLines(statistics: Statistics): readonly string[] {
  const { entries, neverRead, nearDuplicates, unembedded, averageAge, bytes } = statistics;
  const some = escapeControls(unembedded.slice(0, 5).join(', ')) + (unembedded.length > 5 ? ', …' : '');
  const days = averageAge === null ? '–' : `${(averageAge / 86_400_000).toFixed(1)} days`;
  const pairs = nearDuplicates.slice(0, 5).map(([one, other]) => `${one} ~ ${other}`);
  return [
    `entries           ${entries}`,
    `never shown       ${neverRead}`,
    `near-duplicates   ${nearDuplicates.length}${pairs.length === 0 ? '' : `  (${escapeControls(pairs.join(', '))})`}`,
    `without a vector  ${unembedded.length}${some === '' ? '' : `  (${some})`}`,
    `average age       ${days}`,
    `bytes             ${bytes.entries} entries, ${bytes.log} log, ${bytes.vectors} vectors`,
  ];
}

function formatDate(time: number): string {
  const date = new Date(time);
  return Number.isNaN(date.getTime()) ? String(time) : date.toISOString().slice(0, 19).replace('T', ' ');
}

/** Stored text is data, so its control characters must not reach the terminal. Keeps line breaks and tabs. */
function visible(text: string): string {
  return text.replace(/(?![\n\t])\p{Cc}|[\u061c\u200e\u200f\u202a-\u202e\u2066-\u2069]/gu, '�');
}
