/**
 * `atommem eval`: evaluates policies on benchmark questions.
 * @module
 */
import { Command } from 'commander';
import { loadDataset } from '../dataset/load-dataset.ts';
import { buildStreams } from '../dataset/stream-builder.ts';
import { type EvalConfig, evalConfig } from '../eval/eval-config.ts';
import { formatReport } from '../eval/evaluation-table.ts';
import { keepInMemory } from '../eval/results-folder.ts';
import { reportSuite, type SuiteReport } from '../eval/suite-report.ts';
import type { Suite } from '../eval/suites.ts';
import { questionSource, type TaskSource } from '../eval/task-source.ts';
import { resolveRules } from '../released/resolve-rules.ts';
import { readIdentity } from '../shared/config.ts';
import type { JsonObject } from '../shared/json.ts';
import { commandLine } from './command-line.ts';
import { addConfigFlags, readConfig } from './config-flags.ts';
import { POLICY_HELP } from './create-policy.ts';
import { fitModel } from './fit-model.ts';
import { createRetriever, loadTokenizer } from './memory-options.ts';
import { noteUnusedModel } from './note-unused-model.ts';
import { print, printJson, type Terminal } from './output.ts';
import { PRESETS } from './preset.ts';
import { PREFIX_CACHE_STREAMS, printPrefixCache } from './print-prefix-cache.ts';
import { openFolder, requireWholeRun, runWithProgress, writePage } from './run-and-report.ts';
import { createRunParts } from './run-parts.ts';

/** Schema of what `--json` prints. */
export const EVAL_SCHEMA = 'atommem.eval/1';

/** The output of `--json`. */
export interface EvalReport extends Pick<SuiteReport, 'rows' | 'comparisons' | 'notes'> {
  readonly schema: typeof EVAL_SCHEMA;
  readonly command: string;
  /** The options that results depend on, as `--config` reads them. */
  readonly config: JsonObject;
  readonly seed: number;
}

export function evalCommand(terminal: Terminal): Command {
  const command = new Command('eval').description('evaluate policies on benchmark questions');
  addConfigFlags(command, evalConfig, { policies: POLICY_HELP });
  return command.action(async () =>
    runEval(await fitModel(await readConfig(command, evalConfig, { presets: PRESETS }), terminal), terminal),
  );
}

async function runEval(config: EvalConfig, terminal: Terminal): Promise<void> {
  if (config.report === 'cache') return reportCache(config, terminal);
  const { seed, docs, out, concurrency } = config;
  const policies = config.policies ?? [config.model === undefined ? 'extractive' : 'model'];
  noteUnusedModel({ model: config.model, policies }, terminal);
  const parts = await createRunParts(JSON.parse(JSON.stringify({ ...config, policies })) as JsonObject);
  const sources = await loadSources(config);
  const suite = createEvalSuite(config, sources);
  const more = { questions: config.questions as JsonObject[string], shuffle: config.shuffle };
  const folder = (await openFolder(out, { suite, sources, parts }, more)) ?? keepInMemory();
  const run = await runWithProgress(
    { suite, sources, parts, folder, seeds: [seed], documents: [docs], concurrency, keepTrajectories: 'all' },
    terminal,
  );
  const report = reportSuite(run, { seed });
  if (config.json) printJson(terminal, createEvalReport(config, report, terminal));
  else print(terminal, formatReport(report, terminal.width));
  if (out !== undefined) {
    const title = `Memory policies on ${sources.map(({ name }) => name).join(', ')}`;
    const page = await writePage({ out, title, seed }, { run, report, folder }, sources, terminal);
    if (!config.json) print(terminal, terminal.style.dim(`report: ${page}`));
  }
  requireWholeRun(run, config);
}

function createEvalReport(config: EvalConfig, report: SuiteReport, terminal: Terminal): EvalReport {
  const { rows, comparisons, notes } = report;
  return {
    schema: EVAL_SCHEMA,
    command: commandLine(terminal.commandLine),
    config: readIdentity(evalConfig, config),
    seed: config.seed,
    rows,
    comparisons,
    notes,
  };
}

/** An evaluation is a suite of one variant and one length. */
function createEvalSuite({ docs, ablations }: EvalConfig, sources: readonly TaskSource[]): Suite {
  return {
    name: 'evaluation',
    asks: 'How do the policies compare?',
    datasets: sources.map(({ name }) => name),
    documents: [docs],
    variants: [{ name: 'default', settings: ablations.length === 0 ? {} : { ablations } }],
    source: 'atommem eval',
  };
}

/** Data sets by name. Files of the same data set are numbered. */
async function loadSources({ data, limit, questions, shuffle }: EvalConfig): Promise<readonly TaskSource[]> {
  const sources: TaskSource[] = [];
  for (const path of data) {
    const dataset = await loadDataset(path);
    const same = sources.filter(({ name }) => name === dataset.name || name.startsWith(`${dataset.name}-`));
    const name = same.length === 0 ? dataset.name : `${dataset.name}-${same.length + 1}`;
    sources.push(
      questionSource(name, dataset, { limit, requireLimit: true, questions, shuffleSeed: shuffle }),
    );
  }
  return sources;
}

async function reportCache(config: EvalConfig, terminal: Terminal): Promise<void> {
  const { seed, k, chunkSize, docs: documents, questions, shuffle: shuffleSeed } = config;
  const rules = resolveRules(config.rules);
  const datasets = new Map(
    await Promise.all(
      config.data.map(async (path) => {
        const { name, records, extraPassages } = await loadDataset(path);
        const limit = config.limit ?? PREFIX_CACHE_STREAMS;
        const options = { documents, questions, limit, seed, shuffleSeed, extraPassages };
        return [name, buildStreams(records, options)] as const;
      }),
    ),
  );
  const options = {
    datasets,
    tokenizer: await loadTokenizer(config.tokenizer),
    retriever: await createRetriever(config, terminal.environment, seed),
    ...rules.reading,
    memory: { ...rules.memory, k },
    ...{ seed, chunkSize, chunkOverlap: config.chunkOverlap ?? rules.reading.chunkOverlap },
  };
  await printPrefixCache(options, config.json, terminal);
}
