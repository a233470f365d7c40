import { resolve } from 'node:path';
import { Command, Option } from 'commander';
import { loadDataset } from '../dataset/load-dataset.ts';
import type { QuestionCount } from '../dataset/question-group.ts';
import { buildStreams, type DocumentStream } from '../dataset/stream-builder.ts';
import { EVAL_SCHEMA, type EvalReport, type EvalRow } from '../eval/eval-row.ts';
import { evaluate } from '../eval/evaluate.ts';
import { openResultsFolder } from '../eval/results-folder.ts';
import { ABLATIONS, type Ablation } from '../memory/ablate.ts';
import type { AskJudge } from '../score/judge.ts';
import { readAblations } from './ablations.ts';
import { commandLine } from './command-line.ts';
import { createPolicy, POLICY_NAMES } from './create-policy.ts';
import { addMemoryOptions, createRetriever, loadTokenizer, type MemoryFlags } from './memory-options.ts';
import { addModelOptions, connectModel, type ModelFlags } from './model-options.ts';
import { print, printJson, type Terminal } from './output.ts';
import { readQuestionCount, wholeNumber } from './parse-number.ts';
import { addPresetOption } from './preset.ts';
import { PREFIX_CACHE_STREAMS, printPrefixCache } from './print-prefix-cache.ts';
import { createProgress } from './progress.ts';
import { formatTable } from './terminal.ts';
import { writeEvalReport } from './write-eval-report.ts';

interface EvalFlags extends MemoryFlags, ModelFlags {
  readonly data: readonly string[];
  readonly docs: number;
  readonly questions: QuestionCount;
  readonly policy?: string;
  readonly limit?: number;
  readonly seed: number;
  readonly shuffle: 'per-stream' | 'official';
  readonly ablate: readonly Ablation[];
  readonly concurrency: number;
  readonly maxTurns?: number;
  readonly maxTokens?: number;
  readonly maxCalls?: number;
  readonly maxSeconds?: number;
  readonly judgeModel?: string;
  readonly judgeUrl?: string;
  readonly out?: string;
  readonly report?: 'cache';
  readonly json?: boolean;
}

/** `atommem eval`: policies on benchmark questions, one row for each policy and data set. */
export function evalCommand(terminal: Terminal): Command {
  const command = new Command('eval')
    .description('measure policies on benchmark questions')
    .requiredOption(
      '--data <files...>',
      'question files: .jsonl, .jsonl.gz, or the official distribution files',
    )
    .addOption(
      new Option('--docs <n>', 'documents in each stream').default(200).argParser(wholeNumber('--docs', 1)),
    )
    .addOption(
      new Option('--questions <n>', 'questions of a stream: 1 to 10, a range such as 1-10, or official')
        .default(1)
        .argParser(readQuestionCount),
    )
    .option('--policy <names>', `policies, parted by commas: ${POLICY_NAMES.join(', ')}`)
    .addOption(
      new Option('--limit <n>', 'streams of each file (default: all)').argParser(wholeNumber('--limit', 1)),
    )
    .addOption(
      new Option('--seed <n>', 'seed of distractors and shuffles')
        .default(1)
        .argParser(wholeNumber('--seed', 0)),
    )
    .addOption(
      new Option('--shuffle <seed>', 'seed of the order: per-stream, official')
        .choices(['per-stream', 'official'])
        .default('per-stream'),
    )
    .addOption(
      new Option('--ablate <parts>', `parts of memory to do without: ${ABLATIONS.join(', ')}`)
        .default([], 'none')
        .argParser(readAblations),
    )
    .addOption(
      new Option('--concurrency <n>', 'episodes at a time')
        .default(4)
        .argParser(wholeNumber('--concurrency', 1, 1000)),
    )
    .addOption(new Option('--max-turns <n>', 'steps of an episode').argParser(wholeNumber('--max-turns', 1)))
    .addOption(
      new Option('--max-tokens <n>', 'tokens of an episode').argParser(wholeNumber('--max-tokens', 1)),
    )
    .addOption(
      new Option('--max-calls <n>', 'model calls of an episode').argParser(wholeNumber('--max-calls', 1)),
    )
    .addOption(
      new Option('--max-seconds <n>', 'wall time of an episode').argParser(wholeNumber('--max-seconds', 1)),
    )
    .option('--judge-model <name>', 'a model that judges the answers too (key as for --model)')
    .option('--judge-url <url>', 'its OpenAI-compatible server')
    .option('--out <folder>', 'keep trajectories and scores here; an interrupted run goes on from it')
    .addOption(
      new Option(
        '--report <kind>',
        'cache: instead of an evaluation, what a prefix cache saves over 16 rollouts',
      ).choices(['cache']),
    )
    .option('--json', 'print one JSON document and nothing else');
  addPresetOption(addModelOptions(addMemoryOptions(command)));
  return command.action((flags: EvalFlags) => runEval(flags, terminal));
}

async function runEval(flags: EvalFlags, terminal: Terminal): Promise<void> {
  if (flags.report === 'cache') return reportCache(flags, terminal);
  const names = (flags.policy ?? (flags.model === undefined ? 'extractive' : 'model'))
    .split(',')
    .filter(Boolean);
  const tokenizer = await loadTokenizer(flags.tokenizer);
  const { environment } = terminal;
  const policies = await Promise.all(
    names.map((name) => createPolicy(name, { flags, environment, tokenizer, rules: flags.rules })),
  );
  const retriever = await createRetriever(flags, environment, flags.seed);
  const datasets = await loadStreams(flags);
  const folder =
    flags.out === undefined ? undefined : await openResultsFolder(flags.out, settingsOf(flags, names));
  const progress = createProgress(terminal.stderr, terminal.errorStyle, terminal.timer);
  const rows = await evaluate({
    datasets,
    policies,
    retriever,
    tokenizer,
    timer: terminal.timer,
    documents: flags.docs,
    seed: flags.seed,
    rules: flags.rules,
    k: flags.k,
    ...(flags.capacity !== undefined && { capacity: flags.capacity }),
    overCapacity: flags.overCapacity,
    readTiming: flags.readTiming,
    chunkSize: flags.chunkSize,
    ...(flags.chunkOverlap !== undefined && { chunkOverlap: flags.chunkOverlap }),
    ablations: flags.ablate,
    budget: budgetOf(flags),
    concurrency: flags.concurrency,
    ...(folder && { folder }),
    ...(await judgeOf(flags, environment)),
    signal: terminal.signal,
    onEpisode: ({ policy, dataset, done, total }) => progress.update(done, total, `${policy} on ${dataset}`),
  }).finally(() => progress.end());
  if (terminal.signal.aborted) throw new Error(interrupted(flags.out));
  const { seed } = flags;
  const result: EvalReport = { schema: EVAL_SCHEMA, command: commandLine(terminal.commandLine), seed, rows };
  if (flags.json) printJson(terminal, result);
  else print(terminal, evalTable(rows));
  if (flags.out !== undefined) {
    const [page] = await writeEvalReport(flags.out, result, datasets);
    if (!flags.json) print(terminal, terminal.style.dim(`report: ${page}`));
  }
  const failed = rows.reduce((sum, row) => sum + (row.ended.failed ?? 0), 0);
  if (failed > 0)
    throw new Error(
      `${failed} episodes ended because the model server failed; run the same command again to repeat them`,
    );
}

async function reportCache(flags: EvalFlags, terminal: Terminal): Promise<void> {
  const { seed, rules, k, chunkSize, chunkOverlap } = flags;
  const options = {
    datasets: await loadStreams({ ...flags, limit: flags.limit ?? PREFIX_CACHE_STREAMS }),
    tokenizer: await loadTokenizer(flags.tokenizer),
    retriever: await createRetriever(flags, terminal.environment, seed),
    ...{ seed, rules, k, chunkSize, ...(chunkOverlap !== undefined && { chunkOverlap }) },
  };
  await printPrefixCache(options, flags.json ?? false, terminal);
}

async function judgeOf(
  flags: EvalFlags,
  environment: NodeJS.ProcessEnv,
): Promise<{ readonly judge?: AskJudge }> {
  if (flags.judgeModel === undefined) return {};
  const model = { model: flags.judgeModel, ...(flags.judgeUrl !== undefined && { baseUrl: flags.judgeUrl }) };
  const { judgeWithModel } = await import('../eval/judge-with-model.ts');
  return { judge: judgeWithModel(await connectModel({ ...flags, ...model }, environment)) };
}

/** Streams by data set name; two files of one name are told apart by a number. */
async function loadStreams(flags: EvalFlags): Promise<Map<string, readonly DocumentStream[]>> {
  const datasets = new Map<string, readonly DocumentStream[]>();
  for (const path of flags.data) {
    const { name, records, extraPassages } = await loadDataset(path);
    const streams = buildStreams(records, {
      documents: flags.docs,
      questions: flags.questions,
      ...(flags.limit !== undefined && { limit: flags.limit }),
      seed: flags.seed,
      shuffleSeed: flags.shuffle,
      extraPassages,
    });
    const same = [...datasets.keys()].filter((key) => key === name || key.startsWith(`${name}-`)).length;
    datasets.set(same === 0 ? name : `${name}-${same + 1}`, streams);
  }
  return datasets;
}

const METRICS = ['answerInMemory', 'supportRecall', 'supportAll', 'em', 'f1'] as const;

/** A table of rows for people: means in percent with half the width of their 95 % interval. */
export function evalTable(rows: readonly EvalRow[]): readonly string[] {
  const header = [
    'policy',
    'data set',
    'docs',
    'n',
    'answer in memory',
    'support',
    'all support',
    'EM',
    'F1',
    'kept',
    'C/R/U/D',
    's/task',
  ];
  const cells = rows.map((row) => [
    row.policy,
    row.dataset,
    String(row.documents),
    String(row.questions),
    ...METRICS.map((metric) => {
      const value = row.metrics[metric];
      return value === null
        ? '–'
        : `${(100 * value.mean).toFixed(1)} ±${(50 * (value.high - value.low)).toFixed(1)}`;
    }),
    `${row.entries.kept.toFixed(0)}/${row.entries.documentsRead.toFixed(0)}`,
    ['create', 'read', 'update', 'delete']
      .map((name) => row.operations[name as 'create'].toFixed(0))
      .join('/'),
    (row.cost.wallMs / 1000).toFixed(2),
  ]);
  return formatTable(header, cells);
}

/** What the results depend on: a resumed run must have the same. */
function settingsOf(flags: EvalFlags, policies: readonly string[]): object {
  const {
    out: _out,
    json: _json,
    concurrency: _concurrency,
    data,
    timeout: _timeout,
    retries: _retries,
    ...rest
  } = flags;
  return { schema: EVAL_SCHEMA, ...rest, policies, data: data.map((path) => resolve(path)) };
}

function budgetOf({ maxTurns, maxTokens, maxCalls, maxSeconds }: EvalFlags): object {
  return {
    ...(maxTurns !== undefined && { turns: maxTurns }),
    ...(maxTokens !== undefined && { tokens: maxTokens }),
    ...(maxCalls !== undefined && { calls: maxCalls }),
    ...(maxSeconds !== undefined && { milliseconds: maxSeconds * 1000 }),
  };
}

function interrupted(out: string | undefined): string {
  return out === undefined
    ? 'interrupted; with --out FOLDER a run keeps what is done and goes on from there'
    : `interrupted; what is done is kept in ${out}: run the same command to go on`;
}
