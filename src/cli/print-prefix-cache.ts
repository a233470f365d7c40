/**
 * `atommem eval --report cache`.
 *
 * @module
 */
import {
  PREFIX_CACHE_SCHEMA,
  type PrefixCacheReportOptions,
  type PrefixCacheRow,
  reportPrefixCache,
} from '../eval/prefix-cache-report.ts';
import { commandLine } from './command-line.ts';
import { print, printJson, type Terminal } from './output.ts';
import { formatTable } from './terminal.ts';

/** Streams per file without `--limit`. A group takes seconds, and groups hardly differ. */
export const PREFIX_CACHE_STREAMS = 2;

/** Prints what a prefix cache saves, instead of an evaluation. */
export async function printPrefixCache(
  options: PrefixCacheReportOptions,
  json: boolean,
  terminal: Terminal,
): Promise<void> {
  const rows = await reportPrefixCache(options);
  const { tokenizer, seed } = options;
  if (json) {
    const command = commandLine(terminal.commandLine);
    printJson(terminal, { schema: PREFIX_CACHE_SCHEMA, command, seed, tokenizer: tokenizer.name, rows });
    return;
  }
  print(terminal, prefixCacheTable(rows));
}

function prefixCacheTable(rows: readonly PrefixCacheRow[]): readonly string[] {
  const header = [
    'data set',
    'layout',
    'memory',
    'memory tokens',
    'groups',
    'prompts',
    'tokens',
    'memorising',
    'answering',
  ];
  const percent = (share: number): string => `${(100 * share).toFixed(1)} %`;
  return formatTable(
    header,
    rows.map((row) => [
      row.dataset,
      row.layout,
      row.memory,
      row.memoryTokens.toFixed(0),
      `${row.groups} × ${row.rollouts}`,
      String(row.memorising.prompts),
      (row.memorising.promptTokens / Math.max(1, row.memorising.prompts)).toFixed(0),
      percent(row.memorising.share),
      percent(row.answering.share),
    ]),
  );
}
