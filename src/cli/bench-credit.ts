/**
 * `atommem bench credit`: compares estimators of credit per operation.
 *
 * @module
 */
import { Command } from 'commander';
import { z } from 'zod';
import { loadDataset } from '../dataset/load-dataset.ts';
import { type ConfigSchema, field } from '../shared/config.ts';
import { loadDefaultTokenizer } from '../task/tokenizer.ts';
import { average } from '../train/advantage.ts';
import { benchCredit, type CreditRow } from '../train/controller/bench-credit.ts';
import { parseBudgets } from '../train/controller/budget.ts';
import { prepareData } from '../train/controller/controller-data.ts';
import { commandLine } from './command-line.ts';
import { addConfigFlags, readConfig } from './config-flags.ts';
import { hearInterrupt } from './hear-interrupt.ts';
import { print, printJson, type Terminal } from './output.ts';

interface BenchCreditConfig {
  readonly data: readonly string[];
  readonly budget: string;
  readonly docs: number;
  readonly limit: number;
  readonly seeds: readonly number[];
  readonly updates: number;
  readonly goal: number;
  readonly json: boolean;
}

const SCHEMA: ConfigSchema<BenchCreditConfig> = z.strictObject({
  data: field(z.array(z.string()).min(1), {
    help: 'question files to train and measure on',
    value: 'files',
    accepts: 'at least one file',
    words: true,
  }),
  budget: field(z.string().default('10'), { help: 'limits of memory: entries, or characters as in 2000ch' }),
  docs: field(z.int().min(1).default(100), { help: 'documents per stream' }),
  limit: field(z.int().min(2).default(60), { help: 'streams per file' }),
  seeds: field(z.array(z.int().min(0)).min(1).default([1, 2, 3]), {
    help: 'seeds, separated by commas',
    value: 'list',
    accepts: 'whole numbers of at least 0, separated by commas',
  }),
  updates: field(z.int().min(1).default(25), { help: 'updates of 64 rollouts each' }),
  goal: field(z.number().min(0).max(1).default(0.8), { help: 'held-out reward to count episodes to' }),
  json: field(z.boolean().default(false), { help: 'print one JSON document and nothing else' }),
});

export function benchCreditCommand(terminal: Terminal): Command {
  const command = new Command('credit').description(
    'compare ways to give credit to single memory operations, on the learned controller',
  );
  addConfigFlags(command, SCHEMA);
  return command.action(async () => runBench(await readConfig(command, SCHEMA), terminal));
}

async function runBench(config: BenchCreditConfig, terminal: Terminal): Promise<void> {
  const { docs: documents, limit, seeds, updates, goal } = config;
  const datasets = await Promise.all(config.data.map((path) => loadDataset(path)));
  const tokenizer = await loadDefaultTokenizer();
  const data = prepareData(datasets, { documents, limit, heldOut: 0.3, seed: 11, tokenizer });
  const rows = await benchCredit({
    ...{ data, seeds, updates, goal, timer: terminal.timer, signal: terminal.signal },
    rooms: parseBudgets(config.budget),
    async onRow(row) {
      if (!config.json) terminal.stderr.write(`${formatRun(row)}\n`);
      await hearInterrupt();
    },
  });
  if (config.json) {
    const command = commandLine(terminal.commandLine);
    printJson(terminal, { schema: 'atommem.bench-credit/1', command, rows: rows.map((row) => ({ ...row })) });
  } else print(terminal, formatTable(rows));
}

const name = ({ credit, curriculum }: CreditRow): string =>
  curriculum ? `${credit}, growing lengths` : credit;

function formatRun(row: CreditRow): string {
  return `seed ${row.seed}, ${name(row)}: greedy ${row.greedy.toFixed(3)}, sampled ${row.sampled.toFixed(3)}`;
}

/** Formats one line per estimator: means over seeds, and the range of the greedy reward. */
function formatTable(rows: readonly CreditRow[]): readonly string[] {
  const names = [...new Set(rows.map(name))];
  const header = ['estimator', 'greedy', 'range', 'sampled', 'to goal', 'correlation', 'seconds'];
  const lines = names.map((each) => {
    const own = rows.filter((row) => name(row) === each);
    const greedy = own.map((row) => row.greedy);
    const reached = own.flatMap(({ episodesToGoal }) => episodesToGoal ?? []);
    return [
      each,
      average(greedy).toFixed(3),
      `${Math.min(...greedy).toFixed(3)}–${Math.max(...greedy).toFixed(3)}`,
      average(own.map(({ sampled }) => sampled)).toFixed(3),
      reached.length === own.length ? average(reached).toFixed(0) : `${reached.length} of ${own.length}`,
      average(own.map(({ correlation }) => correlation)).toFixed(2),
      (average(own.map(({ milliseconds }) => milliseconds)) / 1000).toFixed(1),
    ];
  });
  const widths = header.map((_, column) =>
    Math.max(...[header, ...lines].map((line) => line[column]!.length)),
  );
  return [header, ...lines].map((line) =>
    line
      .map((cell, at) => cell.padEnd(widths[at]!))
      .join('  ')
      .trimEnd(),
  );
}
