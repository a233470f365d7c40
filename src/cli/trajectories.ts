/**
 * `atommem trajectories`: recorded episodes as training data, and back.
 *
 * @module
 */
import { Command, Option } from 'commander';
import { DIALECT_NAMES, EARLIER_DIALECT_NAMES } from '../released/select-format.ts';
import { AtomMemError } from '../shared/error.ts';
import { type ExportFormatName, exportFormatNames } from '../trajectory/export-formats.ts';
import { type Collection, collectEpisodes, MEASURES, type Measure } from './collect-episodes.ts';
import { exportExamples } from './export-trajectories.ts';
import { importExamples } from './import-trajectories.ts';
import { print, printJson, type Terminal } from './output.ts';
import { decimal, oneOf } from './parse-number.ts';

/** Creates the command with its subcommands. */
export function trajectoriesCommand(terminal: Terminal): Command {
  return new Command('trajectories')
    .description('select good episodes, and convert episodes to training data and back')
    .addCommand(collectSubcommand(terminal))
    .addCommand(exportSubcommand(terminal))
    .addCommand(importSubcommand(terminal));
}

const JSON_OPTION = ['--json', 'print JSON'] as const;

function collectSubcommand(terminal: Terminal): Command {
  return new Command('collect')
    .description('copy the high-scoring episodes of an evaluation')
    .argument('<folder>', '--out folder of `atommem eval`')
    .requiredOption('-o, --out <folder>', 'folder for the copies')
    .addOption(
      new Option('--by <measure>', `score to select by: ${MEASURES.join(', ')}`)
        .default('em')
        .argParser(oneOf<Measure>('--by', MEASURES)),
    )
    .addOption(
      new Option('--at-least <n>', 'lowest score of an episode (released code: 0.5, by a judge)')
        .default(0.5)
        .argParser(decimal('--at-least', 0, 10)),
    )
    .option(...JSON_OPTION)
    .action(async (folder: string, flags: CollectFlags) => {
      const collection = await collectEpisodes(folder, flags);
      if (flags.json) printJson(terminal, { schema: 'atommem.collect/1', ...collection });
      else print(terminal, collectLine(collection, flags));
    });
}

interface CollectFlags {
  readonly out: string;
  readonly by: Measure;
  readonly atLeast: number;
  readonly json?: boolean;
}

function collectLine({ kept, left, unscored }: Collection, { out, by, atLeast }: CollectFlags): string {
  const rest = unscored === 0 ? '' : `, ${unscored} without a score`;
  return `copied ${kept} episodes with ${by} ≥ ${atLeast} to ${out}; skipped ${left}${rest}`;
}

function exportSubcommand(terminal: Terminal): Command {
  return new Command('export')
    .description('write every model reply of recorded episodes as a row of training data')
    .argument('<paths...>', 'trajectory files (.jsonl), or folders of `eval --out` and `collect`')
    .addOption(
      new Option('--format <name>', `row format: ${exportFormatNames.join(', ')}`)
        .default('messages')
        .argParser(oneOf<ExportFormatName>('--format', exportFormatNames)),
    )
    .requiredOption(
      '-o, --out <file>',
      'output file: Parquet if the name ends in .parquet, otherwise JSON Lines',
    )
    .option(...JSON_OPTION)
    .action(async (paths: readonly string[], flags: ExportFlags) => {
      const { trajectories, rows, skipped } = await exportExamples(paths, flags);
      const { format, out } = flags;
      if (flags.json)
        printJson(terminal, { schema: 'atommem.export/1', format, trajectories, rows, skipped });
      else {
        const left = Object.entries(skipped).map(([reason, count]) => `; skipped ${count} (${reason})`);
        print(terminal, `wrote ${rows} rows of ${trajectories} trajectories to ${out}${left.join('')}`);
      }
    });
}

interface ExportFlags {
  readonly format: ExportFormatName;
  readonly out: string;
  readonly json?: boolean;
}

function importSubcommand(terminal: Terminal): Command {
  return new Command('import')
    .description('rebuild trajectories from exported rows, for `atommem replay`')
    .argument('<file>', 'JSON Lines of the format messages or trl, in any order')
    .requiredOption('-o, --out <folder>', 'folder for the trajectories')
    .addOption(
      new Option('--codec <name>', `how the replies are written: ${DIALECT_NAMES.join(', ')}`)
        .default('tags')
        .argParser(oneOf('--codec', [...DIALECT_NAMES, ...EARLIER_DIALECT_NAMES])),
    )
    .addOption(
      new Option('--format <name>', 'another name of --codec')
        .hideHelp()
        .argParser(oneOf('--format', [...DIALECT_NAMES, ...EARLIER_DIALECT_NAMES])),
    )
    .option(...JSON_OPTION)
    .action(async (file: string, flags: ImportFlags) => {
      const { written, differences, refused } = await importExamples(file, {
        ...flags,
        codec: flags.format ?? flags.codec,
      });
      if (flags.json) printJson(terminal, { schema: 'atommem.import/1', written, differences, refused });
      else {
        print(terminal, [
          `wrote ${written} trajectories to ${flags.out}, without usage and latencies`,
          ...differences.map((line) => `differs: ${line}`),
          ...refused.map((line) => `not imported: ${line}`),
        ]);
      }
      if (written === 0)
        throw new AtomMemError('malformed-record', {
          problem: `${file}: no trajectory can be rebuilt (${refused[0] ?? 'no rows'})`,
          remedy: 'Export the episodes again with the format messages or trl',
          details: { path: file },
        });
    });
}

interface ImportFlags {
  readonly out: string;
  readonly codec: string;
  readonly format?: string;
  readonly json?: boolean;
}
