import { readFile } from 'node:fs/promises';
import { availableParallelism } from 'node:os';
import { join } from 'node:path';
import { Command, Option } from 'commander';
import { loadDataset } from '../dataset/load-dataset.ts';
import { loadLocomo } from '../dataset/locomo.ts';
import type { QuestionCount } from '../dataset/question-group.ts';
import { openBenchFolder } from '../eval/bench/bench-folder.ts';
import { type BenchReport, benchReport } from '../eval/bench/bench-report.ts';
import { type BenchDataset, conversationDataset, questionDataset } from '../eval/bench/bench-stream.ts';
import { type BenchTable, fullTable, matrixTable, typeTable } from '../eval/bench/bench-table.ts';
import { type BenchRun, benchSettings, runBench } from '../eval/bench/run-bench.ts';
import { SUITES, type Suite, type SuiteName } from '../eval/bench/suites.ts';
import { benchInput } from '../report/bench-input.ts';
import { loadEpisodes } from '../report/load-episodes.ts';
import { writeReport } from '../report/write-report.ts';
import { type Prices, readPrices } from '../score/money.ts';
import type { JsonObject } from '../shared/json.ts';
import { locateModule } from '../shared/locate-module.ts';
import { readTrajectory } from '../trajectory/read-trajectory.ts';
import { type BenchRecipeFlags, createBenchParts } from './bench-parts.ts';
import { commandLine } from './command-line.ts';
import { POLICY_NAMES } from './create-policy.ts';
import { addMemoryOptions } from './memory-options.ts';
import { addModelOptions } from './model-options.ts';
import { print, printJson, type Terminal } from './output.ts';
import { decimal, numberList, oneOf, readQuestionCount, wholeNumber } from './parse-number.ts';
import { createProgress } from './progress.ts';
import { formatTable } from './terminal.ts';
import { usageError } from './usage-error.ts';

interface BenchFlags extends Omit<BenchRecipeFlags, 'policies'> {
  readonly suite: SuiteName;
  readonly data: readonly string[];
  readonly docs?: readonly number[];
  readonly questions: QuestionCount;
  readonly limit?: number;
  readonly seeds: readonly number[];
  readonly policy?: string;
  readonly against?: string;
  readonly metric: (typeof METRICS)[number];
  readonly concurrency: number;
  readonly threads?: number;
  readonly prices?: string;
  readonly maxTotalTokens?: number;
  readonly maxMoney?: number;
  readonly out?: string;
  readonly json?: boolean;
}

const SUITE_NAMES = Object.keys(SUITES) as SuiteName[];
const METRICS = ['em', 'f1', 'answerInMemory', 'supportRecall', 'supportAll'] as const;

/** Without a model: the controls, and the floor. With one: the paper's baselines and the untrained policy. */
const MODEL_FREE_POLICIES = 'closed-book,recency-1,recency-4,rag,extractive';
const MODEL_POLICIES =
  'closed-book,full-context,naive-rag,generative-agents,mem0-classic,a-mem,memagent,atommem-untrained';

/** `atommem bench`: a suite of runs, every policy on the same streams, in one folder with its report. */
export function benchCommand(terminal: Terminal): Command {
  const number = (flag: string, text: string, name: string, least = 1): Option =>
    new Option(flag, text).argParser(wholeNumber(name, least));
  const command = new Command('bench')
    .description('run a suite: policies and workflows on the same streams, compared, reported')
    .addOption(
      new Option('--suite <name>', `what to vary: ${SUITE_NAMES.join(', ')}`)
        .default('paper')
        .argParser(oneOf('--suite', SUITE_NAMES)),
    )
    .requiredOption('--data <files...>', 'question files; a LoCoMo file for the suite dialogue')
    .option('--policy <names>', `policies and workflows, parted by commas (see "atommem workflows")`)
    .option(
      '--docs <list>',
      "documents in each stream, parted by commas (default: the suite's)",
      numberList('--docs'),
    )
    .addOption(
      new Option('--questions <n>', 'questions of a stream: 1 to 10, a range, or official')
        .default(1)
        .argParser(readQuestionCount),
    )
    .addOption(number('--limit <n>', 'streams of each file and length (default: all)', '--limit'))
    .addOption(
      new Option('--seeds <list>', 'seeds, parted by commas')
        .default([1], '1')
        .argParser(numberList('--seeds')),
    )
    .option('--against <policy>', 'the policy that the others are compared with (default: the first)')
    .addOption(
      new Option('--metric <name>', `what the table shows: ${METRICS.join(', ')}`)
        .default('answerInMemory')
        .argParser(oneOf('--metric', METRICS)),
    )
    .addOption(number('--threads <n>', 'threads, where no model is asked (default: one a core)', '--threads'))
    .addOption(
      new Option('--concurrency <n>', 'streams at a time, where one is')
        .default(4)
        .argParser(wholeNumber('--concurrency', 1)),
    )
    .option('--prices <file>', 'JSON {promptPerMillion, cachedPerMillion, completionPerMillion}')
    .addOption(number('--max-total-tokens <n>', 'tokens after which no episode begins', '--max-total-tokens'))
    .addOption(
      new Option('--max-money <n>', 'money after which no episode begins; needs --prices').argParser(
        decimal('--max-money', 0, 1e9),
      ),
    )
    .addOption(number('--max-turns <n>', 'steps of an episode', '--max-turns'))
    .option('--questions-known', 'show the questions of a conversation from the start (dialogue)')
    .option('--record <folder>', 'keep every model call here, and answer from it')
    .option('--replay <folder>', 'answer model calls from here alone')
    .option('--out <folder>', 'keep results here; a killed run goes on from it (default: runs/<suite>)')
    .option('--json', 'print one JSON document and nothing else');
  addModelOptions(addMemoryOptions(command));
  return command.action((flags: BenchFlags) => run(flags, terminal));
}

async function run(flags: BenchFlags, terminal: Terminal): Promise<void> {
  const suite = SUITES[flags.suite];
  const prices = await loadPrices(flags);
  const { recipe, threads } = await recipeOf(flags);
  const parts = await createBenchParts(recipe);
  const datasets = await loadDatasets(flags, suite);
  const out = flags.out ?? join('runs', suite.name);
  const more = { questions: flags.questions as JsonObject[string] };
  const folder = await openBenchFolder(out, benchSettings({ suite, datasets, parts }, more));
  const progress = createProgress(terminal.stderr, terminal.errorStyle, terminal.timer);
  const done = await runBench({
    suite,
    datasets,
    parts,
    folder,
    seeds: flags.seeds,
    ...(suite.documents.length > 0 && flags.docs && { documents: flags.docs }),
    ...(threads > 1
      ? { threads: { module: MODULE, recipe, count: threads } }
      : { concurrency: flags.concurrency }),
    budget: budgetOf(flags),
    ...(prices && { prices }),
    signal: terminal.signal,
    onEpisode: ({ cell, done: count, total }) =>
      progress.update(
        count,
        total,
        `${cell.policy} on ${cell.dataset}${cell.documents === null ? '' : `, ${cell.documents}`}`,
      ),
  }).finally(() => progress.end());
  const report = benchReport(done, {
    ...(prices && { prices }),
    ...againstOf(
      flags,
      parts.policies.map(({ policy }) => policy.name),
    ),
  });
  const page = await writePage(out, done, report, folder, terminal);
  if (flags.json) printJson(terminal, { command: commandLine(terminal.commandLine), ...report });
  else print(terminal, [...reportLines(report, flags, terminal), terminal.style.dim(`report: ${page}`)]);
  if (done.stopped !== undefined) {
    throw new Error(`${done.stopped.message}; what is done is kept in ${out}: run the same command to go on`);
  }
}

/** Plain retrieval is the control that every other policy should beat, where it is among them. */
function againstOf({ against }: BenchFlags, policies: readonly string[]): { readonly against?: string } {
  const control = against ?? policies.find((name) => name === 'rag' || name === 'naive-rag');
  if (control === undefined) return {};
  if (policies.includes(control)) return { against: control };
  throw usageError(`--against ${control} is not a policy of this run`, `Pass one of ${policies.join(', ')}`);
}

const MODULE = locateModule('cli/bench-parts', import.meta.url).href;

async function recipeOf(
  flags: BenchFlags,
): Promise<{ readonly recipe: JsonObject; readonly threads: number }> {
  const names = flags.policy ?? (flags.model === undefined ? MODEL_FREE_POLICIES : MODEL_POLICIES);
  const policies = names.split(',').filter(Boolean);
  if (policies.length === 0)
    throw usageError('--policy is empty', `Pass one or more of ${POLICY_NAMES.join(', ')}`);
  if (flags.rules.store === 'official') {
    throw usageError(
      'with --rules official, episodes share a memory and cannot be compared',
      'Pass --rules official,store=better',
    );
  }
  const asks = flags.model !== undefined || policies.includes('model');
  const recipe = JSON.parse(JSON.stringify({ ...flags, policies })) as JsonObject;
  return { recipe, threads: asks ? 1 : (flags.threads ?? availableParallelism()) };
}

async function loadDatasets(flags: BenchFlags, suite: Suite): Promise<readonly BenchDataset[]> {
  const limit = flags.limit === undefined ? {} : { limit: flags.limit };
  return Promise.all(
    flags.data.map(async (path) => {
      if (suite.documents.length === 0) return conversationDataset('locomo', await loadLocomo(path), limit);
      const dataset = await loadDataset(path);
      return questionDataset(dataset.name, dataset, { ...limit, questions: flags.questions });
    }),
  );
}

async function loadPrices({ prices, maxMoney }: BenchFlags): Promise<Prices | undefined> {
  if (prices === undefined) {
    if (maxMoney === undefined) return undefined;
    throw usageError(
      `--max-money ${maxMoney} needs --prices`,
      'Pass --prices FILE, or limit tokens with --max-total-tokens',
    );
  }
  const text = await readFile(prices, 'utf8').catch((cause: NodeJS.ErrnoException) => {
    throw new Error(`${prices}: cannot be read (${cause.code}); give a JSON file with prices`);
  });
  try {
    return readPrices(JSON.parse(text), prices);
  } catch (cause) {
    throw cause instanceof SyntaxError ? new Error(`${prices}: not JSON (${cause.message})`) : cause;
  }
}

function budgetOf({ maxTotalTokens, maxMoney }: BenchFlags): { tokens?: number; money?: number } {
  return {
    ...(maxTotalTokens !== undefined && { tokens: maxTotalTokens }),
    ...(maxMoney !== undefined && { money: maxMoney }),
  };
}

async function writePage(
  out: string,
  done: BenchRun,
  report: BenchReport,
  folder: Awaited<ReturnType<typeof openBenchFolder>>,
  terminal: Terminal,
): Promise<string> {
  const { keys, ...input } = benchInput(done, report);
  const episodes = await loadEpisodes(input.digests, {
    trajectoryOf: async (_, place) => {
      const path = folder.trajectoryPath(keys[place]!);
      return path === null ? undefined : readTrajectory(path).catch(() => undefined);
    },
  });
  const title = `Suite ${report.suite}`;
  const [page] = await writeReport(out, {
    title,
    command: commandLine(terminal.commandLine),
    ...input,
    episodes,
  });
  return page!;
}

function reportLines(report: BenchReport, flags: BenchFlags, { style }: Terminal): readonly string[] {
  const tables: readonly BenchTable[] = [
    matrixTable(report, flags.metric),
    fullTable(report),
    ...(flags.suite === 'dialogue' ? [typeTable(report)] : []),
  ];
  const overall = report.comparisons.filter(({ dataset }) => dataset === null);
  const told = overall.length > 0 ? overall : report.comparisons;
  return [
    ...tables.flatMap(({ title, header, rows }) => [style.bold(title), ...formatTable(header, rows), '']),
    ...told.map(({ sentence }) => `• ${sentence}`),
    ...report.notes.map((note) => style.dim(`• ${note}`)),
  ];
}
