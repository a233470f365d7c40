/**
 * `atommem bench credit`: compares estimators of credit per operation.
 *
 * @module
 */
import { appendFile } from 'node:fs/promises';
import { Command } from 'commander';
import { z } from 'zod';
import { loadDataset } from '../dataset/load-dataset.ts';
import { benchLabCredit } from '../lab/credit/lab-arena.ts';
import { LAB_PRESETS, type LabPresetName } from '../lab/options.ts';
import { TRAINING_PRESETS } from '../lab/presets.ts';
import { type ConfigSchema, field, readIdentity } from '../shared/config.ts';
import type { JsonObject } from '../shared/json.ts';
import { jsonField } from '../shared/json-field.ts';
import { readAppendedLines } from '../shared/json-lines-file.ts';
import { loadDefaultTokenizer } from '../task/tokenizer.ts';
import { average } from '../train/advantage.ts';
import { benchCredit } from '../train/controller/bench-credit.ts';
import { parseBudgets } from '../train/controller/budget.ts';
import { prepareData } from '../train/controller/controller-data.ts';
import { createBudgetField, createSeedsField } from '../train/controller/training-fields.ts';
import type { CompareCreditsOptions, CreditRow } from '../train/credit/compare-credits.ts';
import { CREDITS } from '../train/credit/credits.ts';
import { type LocalConfig, localFields } from '../train/train-command-config.ts';
import { commandLine } from './command-line.ts';
import { addConfigFlags, readConfig } from './config-flags.ts';
import { trainedEngine } from './engine-options.ts';
import { hearInterrupt } from './hear-interrupt.ts';
import { weightsFrom } from './lab-options.ts';
import { print, printJson, type Terminal } from './output.ts';
import { unknownName, usageError } from './usage-error.ts';

interface BenchCreditConfig extends LocalConfig {
  readonly data?: readonly string[];
  readonly lab?: LabPresetName;
  readonly init?: string;
  readonly budget: string;
  readonly docs: number;
  readonly limit: number;
  readonly estimators: readonly string[];
  readonly lengths: 'fixed' | 'growing' | 'both';
  readonly seeds: readonly number[];
  readonly updates: number;
  readonly goal: number;
  readonly out?: string;
  readonly json: boolean;
}

const LAB_NAMES = Object.keys(LAB_PRESETS) as LabPresetName[];
const NAMES = CREDITS.map((create) => create().name);

const SCHEMA: ConfigSchema<BenchCreditConfig> = z.strictObject({
  data: field(z.array(z.string()).min(1).optional(), {
    help: 'question files to train and measure the learned controller on',
    value: 'files',
    accepts: 'at least one file',
    words: true,
  }),
  lab: field(z.enum(LAB_NAMES).optional(), {
    help: 'lab whose token policy is trained instead',
    value: 'preset',
  }),
  init: field(z.string().optional(), {
    help: 'starting weights of the token policy (default: the shipped weights after SFT)',
    value: 'folder',
  }),
  budget: createBudgetField('10'),
  docs: field(z.int().min(1).default(100), { help: 'documents per stream' }),
  limit: field(z.int().min(2).default(60), { help: 'streams per file' }),
  estimators: field(z.array(z.string()).min(1).default(NAMES), {
    help: 'estimators to compare, separated by commas',
    value: 'list',
    shownDefault: 'all',
    transient: true,
  }),
  lengths: field(z.enum(['fixed', 'growing', 'both']).default('both'), {
    help: 'lengths of streams during training',
    value: 'name',
    transient: true,
  }),
  seeds: createSeedsField('seeds, separated by commas'),
  updates: field(z.int().min(0).default(25), {
    help: 'updates of 64 rollouts each; 0 only compares credit with true values',
  }),
  goal: field(z.number().min(0).max(1).default(0.7), {
    help: 'held-out reward up to which episodes are counted',
    transient: true,
  }),
  out: field(z.string().optional(), {
    help: 'file for finished rows; the same command continues an interrupted run',
    value: 'file',
    transient: true,
  }),
  json: jsonField,
  ...localFields,
});

export function benchCreditCommand(terminal: Terminal): Command {
  const command = new Command('credit').description(
    'compare ways to give credit to single memory operations, on the learned controller or in the lab',
  );
  addConfigFlags(command, SCHEMA);
  return command.action(async () => runBench(await readConfig(command, SCHEMA), terminal));
}

async function runBench(config: BenchCreditConfig, terminal: Terminal): Promise<void> {
  const comparison = await planComparison(config, terminal);
  const rows = await (config.lab === undefined
    ? benchController(config, comparison)
    : benchLab(config, config.lab, comparison));
  if (terminal.signal.aborted) {
    throw usageError(
      'the comparison was interrupted',
      config.out === undefined
        ? 'Repeat it with --out FILE to keep finished rows'
        : `Continue it with the same command: finished rows are in ${config.out}`,
    );
  }
  if (config.json) {
    const command = commandLine(terminal.commandLine);
    printJson(terminal, { schema: 'atommem.bench-credit/1', command, rows: rows.map((row) => ({ ...row })) });
  } else print(terminal, formatTable(rows));
}

async function benchController(
  { data: files, docs: documents, limit, budget }: BenchCreditConfig,
  comparison: CompareCreditsOptions,
): Promise<readonly CreditRow[]> {
  if (files === undefined)
    throw usageError('there is nothing to train on', 'Pass --data FILES or --lab PRESET');
  const datasets = await Promise.all(files.map((path) => loadDataset(path)));
  const tokenizer = await loadDefaultTokenizer();
  const data = await prepareData(datasets, { documents, limit, heldOut: 0.3, seed: 11, tokenizer });
  return benchCredit({ ...comparison, data, rooms: parseBudgets(budget) });
}

async function benchLab(
  { data, init: folder, ...engine }: BenchCreditConfig,
  preset: LabPresetName,
  comparison: CompareCreditsOptions,
): Promise<readonly CreditRow[]> {
  if (data !== undefined) throw usageError('--data and --lab exclude each other', 'Pass one of them');
  const init = await weightsFrom(folder, { preset, stage: 'sft', flag: '--init' });
  const { createEngine } = trainedEngine(engine);
  return benchLabCredit({ ...comparison, preset: TRAINING_PRESETS[preset], init, createEngine });
}

/** Reads the rows of an earlier run, and plans the rest. */
async function planComparison(config: BenchCreditConfig, terminal: Terminal): Promise<CompareCreditsOptions> {
  const { estimators, lengths, seeds, updates, goal, out, json } = config;
  for (const name of estimators) if (!NAMES.includes(name)) throw unknownName('estimator', name, NAMES);
  const credits = CREDITS.map((create) => create()).filter(({ name }) => estimators.includes(name));
  const curricula = lengths === 'both' ? [false, true] : [lengths === 'growing'];
  const settings = { ...readIdentity(SCHEMA, config) };
  return {
    ...{ seeds, updates, goal, timer: readProcessorTime, signal: terminal.signal },
    contenders: credits.flatMap((credit) => curricula.map((curriculum) => ({ credit, curriculum }))),
    done: out === undefined ? [] : await openRows(out, settings),
    onUpdate: hearInterrupt,
    async onRow(row) {
      if (out !== undefined) await appendFile(out, `${JSON.stringify({ settings, row })}\n`);
      if (!json) terminal.stderr.write(`${formatRun(row)}\n`);
    },
  };
}

/** Reads finished rows. Fails before any work if no more rows can be written. */
async function openRows(path: string, settings: JsonObject): Promise<readonly CreditRow[]> {
  await appendFile(path, '').catch((cause: NodeJS.ErrnoException) => {
    throw usageError(`--out ${path} cannot be written (${cause.code})`, 'Name a file in an existing folder');
  });
  return readRows(path, settings);
}

/** Reads finished rows. Rows of other settings cannot be compared. */
async function readRows(path: string, settings: JsonObject): Promise<readonly CreditRow[]> {
  const lines = (await readAppendedLines(path, { repair: true })) as readonly SavedRow[];
  const wanted = JSON.stringify(settings);
  if (lines.some((line) => JSON.stringify(line.settings) !== wanted))
    throw usageError(
      `--out ${path} was written with other settings`,
      'Name another file, or repeat the command that wrote it',
    );
  return lines.map(({ row }) => row);
}

interface SavedRow {
  readonly settings: JsonObject;
  readonly row: CreditRow;
}

/** Returns milliseconds of processor time. Unlike wall time, it can be compared on a loaded machine. */
function readProcessorTime(): number {
  const { user, system } = process.cpuUsage();
  return (user + system) / 1000;
}

const name = ({ credit, curriculum }: CreditRow): string =>
  curriculum ? `${credit}, growing lengths` : credit;

function formatRun(row: CreditRow): string {
  if (row.updates === 0) return `seed ${row.seed}, ${name(row)}: correlation ${row.correlation.toFixed(2)}`;
  return `seed ${row.seed}, ${name(row)}: greedy ${row.greedy.toFixed(3)}, sampled ${row.sampled.toFixed(3)}`;
}

const HEADER = ['estimator', 'correlation', 'greedy', 'range', 'sampled', 'to goal', 'seconds/update'];

/** Formats one line per estimator: means over seeds, and the range of the greedy reward. */
function formatTable(rows: readonly CreditRow[]): readonly string[] {
  const names = [...new Set(rows.map(name))];
  // Without updates, only the correlation was measured.
  const shown = rows.some(({ updates }) => updates > 0) ? HEADER : HEADER.slice(0, 2);
  const lines = names.map((each) => {
    const own = rows.filter((row) => name(row) === each);
    const greedy = own.map((row) => row.greedy);
    const reached = own.flatMap(({ episodesToGoal }) => episodesToGoal ?? []);
    return [
      each,
      average(own.map(({ correlation }) => correlation)).toFixed(2),
      average(greedy).toFixed(3),
      `${Math.min(...greedy).toFixed(3)}–${Math.max(...greedy).toFixed(3)}`,
      average(own.map(({ sampled }) => sampled)).toFixed(3),
      reached.length === own.length ? average(reached).toFixed(0) : `${reached.length} of ${own.length}`,
      (average(own.map(({ milliseconds, updates }) => milliseconds / updates)) / 1000).toFixed(2),
    ];
  });
  const widths = shown.map((_, column) => Math.max(...[shown, ...lines].map((line) => line[column]!.length)));
  return [shown, ...lines].map((line) =>
    line
      .slice(0, shown.length)
      .map((cell, at) => cell.padEnd(widths[at]!))
      .join('  ')
      .trimEnd(),
  );
}
