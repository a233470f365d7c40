/**
 * `atommem bench` for suites over conversations: what memory shows for later questions, without a model.
 *
 * @module
 */
import { hash } from 'node:crypto';
import { join } from 'node:path';
import { createChangeConversation } from '../change/create-change-conversation.ts';
import { loadDataset } from '../dataset/load-dataset.ts';
import { loadMemoryStreams } from '../dataset/load-memory-streams.ts';
import { sampleDatasetPath } from '../dataset/sample.ts';
import {
  type BenchConfig,
  benchConfig,
  MEMORY_SUITE_NAMES,
  type MemorySuiteName,
} from '../eval/bench-config.ts';
import { formatTable, wrapText } from '../eval/text-table.ts';
import { createNeedleStream } from '../needles/create-needle-stream.ts';
import { readIdentity } from '../shared/config.ts';
import { abilityTable, memorySuiteTable } from '../suite/memory-suite-tables.ts';
import { openOutcomeFile } from '../suite/outcome-file.ts';
import { type MemorySuiteReport, runMemorySuite } from '../suite/run-memory-suite.ts';
import { QUESTION_METRICS } from '../suite/suite-row.ts';
import { type MemoryStream, toMemoryStream } from '../task/dialogue/memory-stream.ts';
import { commandLine } from './command-line.ts';
import { createMemorySystems, type MemoryBenchConfig } from './memory-systems.ts';
import { print, printJson, type Terminal } from './output.ts';
import { createProgress } from './progress.ts';
import { escapeControls } from './terminal.ts';
import { usageError } from './usage-error.ts';

export function isMemorySuite(suite: BenchConfig['suite']): suite is MemorySuiteName {
  return (MEMORY_SUITE_NAMES as readonly string[]).includes(suite);
}

/** Conversations that a generator makes, for each length and seed. */
const GENERATED = 10;

export async function benchMemory(config: MemoryBenchConfig, terminal: Terminal): Promise<void> {
  const systems = await createMemorySystems(config, terminal);
  const streams = await loadStreams(config);
  const identity = readIdentity(benchConfig, config);
  const { policies: _, ...settings } = identity;
  const digest = hash('sha256', JSON.stringify(streams.map(({ id, questions }) => [id, questions]))).slice(
    0,
    16,
  );
  const out = config.out ?? join('runs', config.suite);
  const outcomes = await openOutcomeFile(out, { ...settings, digest });
  const progress = createProgress(terminal.stderr, terminal.errorStyle, terminal.timer, 'run');
  const report = await runMemorySuite({
    ...{ streams, systems, outcomes, budget: config.budget, stored: config.stored },
    now: () => performance.now(),
    processBytes: () => process.memoryUsage.rss(),
    signal: terminal.signal,
    onStream: ({ done, total, policy, stream }) => progress.update(done, total, `${policy} on ${stream}`),
  }).finally(() => progress.end());
  if (config.json) {
    printJson(terminal, { command: commandLine(terminal.commandLine), config: identity, ...report });
  } else {
    print(terminal, [...formatReport(report, terminal), terminal.style.dim(`results: ${out}`)]);
  }
  requireWhole(report, out);
}

function requireWhole({ failed }: MemorySuiteReport, out: string): void {
  const [first] = failed;
  if (first === undefined) return;
  const others = failed.length === 1 ? '' : ` (and ${failed.length - 1} more)`;
  throw new Error(
    `${first.policy} failed: ${first.reason}${others}. Finished conversations are kept in ${out}. Run the same command to continue.`,
  );
}

async function loadStreams(config: MemoryBenchConfig): Promise<readonly MemoryStream[]> {
  const { suite, data, seeds, limit = GENERATED, exclude } = config;
  if (suite === 'change') {
    const places = Array.from({ length: limit }, (_, place) => place);
    return seeds.flatMap((seed) =>
      config.turns.flatMap((turns) =>
        places.map((place) =>
          toMemoryStream(createChangeConversation({ seed: `${seed}/${place}`, turns, split: config.split })),
        ),
      ),
    );
  }
  if (suite === 'needles') {
    const filler = await loadFiller(data);
    return seeds.flatMap((seed) =>
      config.tokens.map((tokens) => createNeedleStream({ seed, tokens, filler })),
    );
  }
  if (data.length === 0) {
    throw usageError(
      `--suite ${suite} needs --data`,
      'Pass your copy of the data set (see docs/guides/change.md)',
    );
  }
  const loaded = await Promise.all(data.map((path) => loadMemoryStreams(path, { exclude })));
  return loaded.flatMap((streams) => streams.slice(0, config.limit));
}

/** Passages of question files, by default of the bundled sample. */
async function loadFiller(data: readonly string[]): Promise<readonly string[]> {
  const paths = data.length > 0 ? data : [sampleDatasetPath()];
  const datasets = await Promise.all(paths.map((path) => loadDataset(path)));
  const documents = datasets.flatMap(({ records, extraPassages }) => [
    ...records.flatMap((record) => record.documents.map(({ document }) => document)),
    ...extraPassages,
  ]);
  return [...new Set(documents.map(({ text }) => text))];
}

function formatReport(report: MemorySuiteReport, { style, width }: Terminal): readonly string[] {
  const { rows, skipped, warnings } = report;
  const tables = [
    memorySuiteTable(report),
    ...QUESTION_METRICS.filter(
      (metric) =>
        metric !== 'answerShown' &&
        rows.some((row) => Object.values(row.abilities).some((each) => each[metric])),
    ).map((metric) => abilityTable(rows, metric)),
  ];
  return [
    ...tables.flatMap((table) => [style.bold(table.title), ...formatTable(table, width), '']),
    ...warnings.flatMap(({ code, stream, values }) =>
      wrapText(
        `• ${code}: ${escapeControls(stream)} has sessions without a readable date (${values.map((value) => escapeControls(JSON.stringify(value))).join(', ')}). Relative days in them get no date.`,
        width,
        '  ',
      ),
    ),
    ...skipped.flatMap(({ policy, reason }) => wrapText(`• ${policy} was skipped: ${reason}`, width, '  ')),
  ];
}
