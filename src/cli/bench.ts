/**
 * `atommem bench`: runs a suite, every policy on the same tasks, and writes its folder and report.
 * @module
 */
import { readFile } from 'node:fs/promises';
import { availableParallelism } from 'node:os';
import { join } from 'node:path';
import { Command } from 'commander';
import { loadDataset } from '../dataset/load-dataset.ts';
import { loadLocomo } from '../dataset/locomo.ts';
import { type BenchConfig, benchConfig } from '../eval/bench-config.ts';
import { openResultsFolder } from '../eval/results-folder.ts';
import { readResultsSettings } from '../eval/run-suite.ts';
import { reportSuite, type SuiteReport } from '../eval/suite-report.ts';
import { fullTable, matrixTable, typeTable } from '../eval/suite-tables.ts';
import { SUITES, type Suite, type SuiteName } from '../eval/suites.ts';
import { conversationSource, questionSource, type TaskSource } from '../eval/task-source.ts';
import { formatTable, wrapText } from '../eval/text-table.ts';
import { type Prices, readPrices } from '../score/money.ts';
import { readIdentity } from '../shared/config.ts';
import { AtomMemError } from '../shared/error.ts';
import type { JsonObject } from '../shared/json.ts';
import { locateModule } from '../shared/locate-module.ts';
import { SYSTEM_NAMES } from '../suite/baseline-systems.ts';
import { benchCreditCommand } from './bench-credit.ts';
import { benchMemory, isMemorySuite } from './bench-memory.ts';
import { commandLine } from './command-line.ts';
import { addConfigFlags, readConfig } from './config-flags.ts';
import { POLICY_HELP, POLICY_NAMES } from './create-policy.ts';
import { fitModel } from './fit-model.ts';
import { print, printJson, type Terminal } from './output.ts';
import { PRESETS } from './preset.ts';
import { requireWholeRun, runWithProgress, writePage } from './run-and-report.ts';
import { createRunParts } from './run-parts.ts';
import { usageError } from './usage-error.ts';

/** Policies of a run without a model: controls and the rules policy. */
const POLICIES_WITHOUT_MODEL = ['closed-book', 'recency-1', 'recency-4', 'rag', 'extractive'];

/** Policies of a run with a model: the paper's baselines and the untrained policy. */
const POLICIES_WITH_MODEL = [
  'closed-book',
  'full-context',
  'naive-rag',
  'generative-agents',
  'mem0-classic',
  'a-mem',
  'memagent',
  'atommem-untrained',
];

const SYSTEM_HELP = `In suites over conversations also ${SYSTEM_NAMES.filter((name) => !POLICY_NAMES.includes(name)).join(', ')}`;

export function benchCommand(terminal: Terminal): Command {
  const command = new Command('bench').description(
    'run a suite: policies, workflows and memory layers on the same tasks, compared and reported',
  );
  addConfigFlags(command, benchConfig, { policies: `${POLICY_HELP}. ${SYSTEM_HELP}` });
  // Both have options such as --data: those after the name belong to the subcommand.
  command.enablePositionalOptions().addCommand(benchCreditCommand(terminal));
  return command.action(async () => {
    const config = await fitModel(await readConfig(command, benchConfig, { presets: PRESETS }), terminal);
    const { suite } = config;
    await (isMemorySuite(suite)
      ? benchMemory({ ...config, suite }, terminal)
      : runBench(config, terminal, suite));
  });
}

async function runBench(config: BenchConfig, terminal: Terminal, name: SuiteName): Promise<void> {
  const suite = SUITES[name];
  if (config.data.length === 0) throw usageError('--data is missing', 'Pass at least one file of questions');
  const prices = await loadPrices(config);
  const policies = choosePolicies(config);
  if (config.rules.store === 'official') {
    throw usageError(
      'with --rules official, episodes share a memory and cannot be compared',
      'Pass --rules official,store=better',
    );
  }
  const recipe = JSON.parse(JSON.stringify({ ...config, policies })) as JsonObject;
  const threads = chooseThreads(config, policies);
  const parts = await createRunParts(recipe);
  const sources = await loadSources(config, suite);
  const out = config.out ?? join('runs', suite.name);
  const more = { questions: config.questions as JsonObject[string] };
  const folder = await openResultsFolder(out, readResultsSettings({ suite, sources, parts }, more));
  const run = await runWithProgress(
    {
      ...{ suite, sources, parts, folder, prices, seeds: config.seeds },
      documents: suite.documents.length > 0 ? config.docs : undefined,
      ...(threads > 1
        ? { threads: { module: MODULE, recipe, count: threads } }
        : { concurrency: config.concurrency }),
      budget: { tokens: config.maxTotalTokens, money: config.maxMoney },
    },
    terminal,
  );
  const names = parts.policies.map(({ policy }) => policy.name);
  const report = reportSuite(run, { prices, against: chooseControl(config, names) });
  const title = report.asks;
  const page = await writePage({ out, title }, { run, report, folder }, sources, terminal);
  if (config.json) {
    const identity = readIdentity(benchConfig, config);
    printJson(terminal, { command: commandLine(terminal.commandLine), config: identity, ...report });
  } else {
    print(terminal, [...formatSuite(report, config, terminal), terminal.style.dim(`report: ${page}`)]);
  }
  requireWholeRun(run, { out });
}

function choosePolicies({ policies, model }: BenchConfig): readonly string[] {
  return policies ?? (model === undefined ? POLICIES_WITHOUT_MODEL : POLICIES_WITH_MODEL);
}

/** Plain retrieval is the default control, if it is among the policies. */
function chooseControl({ against }: BenchConfig, policies: readonly string[]): string | undefined {
  const control = against ?? policies.find((name) => name === 'rag' || name === 'naive-rag');
  if (control === undefined || policies.includes(control)) return control;
  throw usageError(`--against ${control} is not a policy of this run`, `Pass one of ${policies.join(', ')}`);
}

const MODULE = locateModule('cli/run-parts', import.meta.url).href;

/** With a model server one thread is enough: its replies take longer than the work here. */
function chooseThreads({ model, threads }: BenchConfig, policies: readonly string[]): number {
  const asks = model !== undefined || policies.includes('model');
  return asks ? 1 : (threads ?? availableParallelism());
}

async function loadSources(
  { data, limit, questions }: BenchConfig,
  suite: Suite,
): Promise<readonly TaskSource[]> {
  return Promise.all(
    data.map(async (path) => {
      if (suite.documents.length === 0)
        return conversationSource('locomo', await loadLocomo(path), { limit });
      const dataset = await loadDataset(path);
      return questionSource(dataset.name, dataset, { limit, questions });
    }),
  );
}

async function loadPrices({ prices: path, maxMoney }: BenchConfig): Promise<Prices | undefined> {
  if (path === undefined) {
    if (maxMoney === undefined) return undefined;
    throw usageError(
      `--max-money ${maxMoney} needs --prices`,
      'Pass --prices FILE, or limit tokens with --max-total-tokens',
    );
  }
  const text = await readFile(path, 'utf8').catch((cause: NodeJS.ErrnoException) => {
    throw new AtomMemError('unreadable-file', {
      problem: `${path} cannot be read (${cause.code})`,
      remedy: 'Give a JSON file with prices',
      details: { path },
      cause,
    });
  });
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch (cause) {
    throw new AtomMemError('malformed-json', {
      problem: `${path} is not JSON (${(cause as Error).message})`,
      remedy: 'Write {"promptPerMillion": 0.2, "completionPerMillion": 0.8}',
      details: { path },
      cause,
    });
  }
  return readPrices(value, path);
}

function formatSuite(
  report: SuiteReport,
  config: BenchConfig,
  { style, width }: Terminal,
): readonly string[] {
  const tables = [
    matrixTable(report, config.metric),
    fullTable(report),
    ...(config.suite === 'dialogue' ? [typeTable(report)] : []),
  ];
  const overall = report.comparisons.filter(({ dataset }) => dataset === null);
  const told = overall.length > 0 ? overall : report.comparisons;
  return [
    ...tables.flatMap((table) => [style.bold(table.title), ...formatTable(table, width), '']),
    ...told.flatMap(({ sentence }) => wrapText(`• ${sentence}`, width, '  ')),
    ...report.notes.flatMap((note) => wrapText(`• ${note}`, width, '  ').map((line) => style.dim(line))),
  ];
}
