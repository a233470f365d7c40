/**
 * `atommem bench` for suites over conversations: what memory shows for later questions, without a model.
 *
 * @module
 */
import { hash } from 'node:crypto';
import { existsSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { pathToFileURL } from 'node:url';
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
import { formatTable } from '../eval/text-table.ts';
import { createNeedleStream } from '../needles/create-needle-stream.ts';
import { resolveRules } from '../released/resolve-rules.ts';
import { readIdentity } from '../shared/config.ts';
import { BASELINE_NAMES, createSystem, SYSTEM_NAMES } from '../suite/baseline-systems.ts';
import { abilityTable, memorySuiteTable } from '../suite/memory-suite-tables.ts';
import type { MemorySystem } from '../suite/memory-system.ts';
import { openOutcomeFile } from '../suite/outcome-file.ts';
import { policySystem } from '../suite/policy-system.ts';
import { type MemorySuiteReport, runMemorySuite } from '../suite/run-memory-suite.ts';
import { QUESTION_METRICS } from '../suite/suite-row.ts';
import { type MemoryStream, toMemoryStream } from '../task/dialogue/memory-stream.ts';
import { loadDefaultTokenizer } from '../task/tokenizer.ts';
import { commandLine } from './command-line.ts';
import { createPolicy, POLICY_NAMES } from './create-policy.ts';
import { print, printJson, type Terminal } from './output.ts';
import { createProgress } from './progress.ts';
import { unknownName, usageError } from './usage-error.ts';

export type MemoryBenchConfig = BenchConfig & { readonly suite: MemorySuiteName };

export function isMemorySuite(suite: BenchConfig['suite']): suite is MemorySuiteName {
  return (MEMORY_SUITE_NAMES as readonly string[]).includes(suite);
}

const POLICIES = ['rag', 'user-turns', 'hybrid', 'conversation'];

/** Conversations that a generator makes, for each length and seed. */
const GENERATED = 10;

export async function benchMemory(config: MemoryBenchConfig, terminal: Terminal): Promise<void> {
  const streams = await loadStreams(config);
  const systems = await createSystems(config, terminal);
  const identity = readIdentity(benchConfig, config);
  const { policies: _, ...settings } = identity;
  const digest = hash('sha256', JSON.stringify(streams.map(({ id, questions }) => [id, questions]))).slice(
    0,
    16,
  );
  const out = config.out ?? join('runs', config.suite);
  const outcomes = await openOutcomeFile(out, { ...settings, digest });
  const progress = createProgress(terminal.stderr, terminal.errorStyle, terminal.timer);
  const report = await runMemorySuite({
    ...{ streams, systems, outcomes, budget: config.budget },
    now: () => performance.now(),
    processBytes: () => process.memoryUsage.rss(),
    signal: terminal.signal,
    onStream: ({ done, total, policy, stream }) => progress.update(done, total, `${policy} on ${stream}`),
  }).finally(() => progress.end());
  if (config.json) {
    printJson(terminal, { command: commandLine(terminal.commandLine), config: identity, ...report });
    return;
  }
  print(terminal, [...formatReport(report, terminal), terminal.style.dim(`results: ${out}`)]);
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

/** The named systems, after the baselines without a memory. */
async function createSystems(
  config: MemoryBenchConfig,
  terminal: Terminal,
): Promise<readonly MemorySystem[]> {
  const more = config.systems === undefined ? [] : await importSystems(config.systems);
  const chosen = config.policies ?? [...POLICIES, ...more.map(({ name }) => name)];
  const baselines = BASELINE_NAMES.filter((name) => config.suite !== 'needles' && !chosen.includes(name));
  return Promise.all(
    [...baselines, ...chosen].map(
      async (name) =>
        more.find((system) => system.name === name) ??
        createSystem(name) ??
        (await createPolicySystem(name, config, terminal, more)),
    ),
  );
}

async function createPolicySystem(
  name: string,
  config: MemoryBenchConfig,
  { environment }: Terminal,
  more: readonly MemorySystem[],
): Promise<MemorySystem> {
  if (!POLICY_NAMES.includes(name)) {
    const known = [...SYSTEM_NAMES, ...more.map((system) => system.name), ...POLICY_NAMES];
    throw unknownName('policy', name, [...new Set(known)]);
  }
  const policy = await createPolicy(name, {
    flags: config,
    environment,
    tokenizer: await loadDefaultTokenizer(),
    codecOptions: resolveRules(config.rules).codec,
  });
  return policySystem(policy, { name, questionsKnown: config.questionsKnown });
}

/** Loads other memory layers. A module exports `systems`, an array of `MemorySystem`. */
async function importSystems(path: string): Promise<readonly MemorySystem[]> {
  const file = resolve(path);
  if (!existsSync(file)) throw usageError(`--systems ${path}: no such file`, 'Give the path of a module');
  const { systems } = (await import(pathToFileURL(file).href)) as { readonly systems?: unknown };
  const isSystem = (value: unknown): value is MemorySystem =>
    typeof value === 'object' && value !== null && 'name' in value && 'open' in value;
  if (Array.isArray(systems) && systems.every(isSystem)) return systems;
  throw usageError(
    `--systems ${path} does not export memory systems`,
    'Export `const systems: MemorySystem[]`',
  );
}

function formatReport(report: MemorySuiteReport, { style, width }: Terminal): readonly string[] {
  const { rows, skipped } = report;
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
    ...skipped.map(({ policy, reason }) => `${policy} was skipped: ${reason}`),
  ];
}
