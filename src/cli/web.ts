/**
 * `atommem web`: evaluates policies on questions that are answered by search and reading.
 *
 * @module
 */
import { Command } from 'commander';
import { formatReport } from '../eval/evaluation-table.ts';
import { keepInMemory } from '../eval/results-folder.ts';
import type { RunParts } from '../eval/run-parts.ts';
import type { SuiteRun } from '../eval/run-suite.ts';
import { reportSuite } from '../eval/suite-report.ts';
import type { Suite } from '../eval/suites.ts';
import { readySource } from '../eval/task-source.ts';
import { formatTable } from '../eval/text-table.ts';
import { measureEpisode } from '../report/measure-episode.ts';
import { readIdentity } from '../shared/config.ts';
import type { JsonObject } from '../shared/json.ts';
import { cacheJudge } from '../web/cache-judge.ts';
import { scoreGaia } from '../web/gaia-score.ts';
import { summariseWebRuns, type WebResult, type WebSummary } from '../web/summarise-web-runs.ts';
import { readWebEnding, type WebEnding } from '../web/web-ending.ts';
import { commandLine } from './command-line.ts';
import { addConfigFlags, readConfig } from './config-flags.ts';
import { countConnections } from './count-connections.ts';
import { loadTokenizer } from './memory-options.ts';
import { print, printJson, type Terminal } from './output.ts';
import { openFolder, requireWholeRun, runWithProgress } from './run-and-report.ts';
import { createPolicySources, createRunParts, type PartsConfig } from './run-parts.ts';
import { type WebConfig, webConfig } from './web-config.ts';
import { checkWebPolicyNames, createWebPolicy } from './web-policies.ts';
import { loadWebSource, type WebSource } from './web-sources.ts';

/** Schema of what `--json` prints. */
const WEB_SCHEMA = 'atommem.web/1';

export function webCommand(terminal: Terminal): Command {
  const command = new Command('web').description(
    'evaluate policies that search and read the web, or a corpus',
  );
  addConfigFlags(command, webConfig);
  return command.action(async () => runWeb(await readConfig(command, webConfig), terminal));
}

/** Runs every source and every seed, and prints a table of each source with mean and spread over the seeds. */
async function runWeb(config: WebConfig, terminal: Terminal): Promise<void> {
  const names = config.policies ?? [config.model === undefined ? 'rules' : 'model'];
  checkWebPolicyNames(names);
  const tables: {
    readonly data: string;
    readonly policy: string;
    readonly summaries: readonly WebSummary[];
  }[] = [];
  const runs: SuiteRun[] = [];
  const network = countConnections();
  for (const data of config.data) {
    const results = new Map<string, WebResult[]>(names.map((name) => [name, []]));
    for (const seed of config.seeds) {
      const run = await runSeed(data, seed, names, config, terminal);
      runs.push(run);
      collectResults(run, seed, results);
    }
    for (const [policy, list] of results) tables.push({ data, policy, summaries: summariseWebRuns(list) });
  }
  network.stop();
  if (config.json) {
    const identity = readIdentity(webConfig, config);
    const connections = Object.fromEntries(network.byAddress);
    printJson(terminal, {
      schema: WEB_SCHEMA,
      command: commandLine(terminal.commandLine),
      config: identity,
      tables,
      connections,
    });
  } else {
    for (const run of runs.slice(0, config.seeds.length === 1 ? config.data.length : 0)) {
      print(terminal, formatReport(reportSuite(run, { seed: config.seeds[0]! }), terminal.width));
    }
    print(terminal, formatSummaries(tables, terminal.width));
    for (const [place, count] of network.byAddress)
      print(terminal, terminal.style.dim(`connections to ${place}: ${count}`));
  }
  for (const run of runs) requireWholeRun(run, config);
}

async function runSeed(
  data: string,
  seed: number,
  names: readonly string[],
  config: WebConfig,
  terminal: Terminal,
): Promise<SuiteRun> {
  const { environment } = terminal;
  const tokenizer = await loadTokenizer(config.tokenizer);
  const source = await loadWebSource(data, seed, config, { tokenizer, environment });
  try {
    const parts = await createParts(names, source, config);
    const suite = createWebSuite(source);
    const sources = [readySource(source.name, source.tasks)];
    const out = config.out === undefined ? undefined : `${config.out}/${source.name}-${seed}`;
    const folder = (await openFolder(out, { suite, sources, parts }, {})) ?? keepInMemory();
    const { concurrency } = config;
    return await runWithProgress(
      { suite, sources, parts, folder, seeds: [seed], concurrency, keepTrajectories: 'all' },
      terminal,
    );
  } finally {
    await source.server?.close();
  }
}

async function createParts(
  names: readonly string[],
  source: WebSource,
  config: WebConfig,
): Promise<RunParts> {
  const recipe = JSON.parse(JSON.stringify({ ...config, questions: 1, policies: [] })) as JsonObject;
  const parts = await createRunParts(recipe);
  const sources = await createPolicySources(recipe as unknown as PartsConfig);
  const judge =
    parts.judge === undefined || config.judgeCache === undefined
      ? parts.judge
      : await cacheJudge({ ask: parts.judge, judge: config.judgeModel!, path: config.judgeCache });
  return {
    ...parts,
    judge,
    policies: await Promise.all(
      names.map((name) => createWebPolicy(name, sources, { source, calls: config.searcherCalls })),
    ),
    measure: (trajectory) => ({
      ...(measureEpisode(trajectory) as unknown as JsonObject),
      ending: readWebEnding(trajectory),
      toolCalls: trajectory.steps.filter(({ action }) => action.kind === 'tool').length,
      gold: trajectory.header.task.questions[0]?.answers[0] ?? null,
    }),
  };
}

function createWebSuite({ name }: WebSource): Suite {
  return {
    name: 'web',
    asks: 'How do the policies compare?',
    datasets: [name],
    documents: [],
    variants: [{ name: 'default', settings: {} }],
    source: 'atommem web',
  };
}

interface WebMeasure {
  readonly ending: WebEnding;
  readonly toolCalls: number;
  readonly gold: string | null;
}

function collectResults(run: SuiteRun, seed: number, results: ReadonlyMap<string, WebResult[]>): void {
  for (const { key, cell, outcome } of run.episodes) {
    const list = results.get(cell.policy);
    if (outcome === undefined) {
      // Failed episodes are not kept: they run again.
      list?.push({ id: key, run: seed, ending: 'outage', score: undefined, calls: 0 });
      continue;
    }
    const { ending, toolCalls, gold } = outcome.measure as unknown as WebMeasure;
    const [question] = outcome.score.questions;
    if (question === undefined) continue;
    const { id, type, answer, em, judge } = question;
    // GAIA has its own scorer. WebWalkerQA is only judged.
    const score =
      cell.dataset === 'gaia'
        ? gold === null
          ? undefined
          : scoreGaia(answer, gold)
        : judge === undefined
          ? cell.dataset === 'webwalkerqa'
            ? undefined
            : em
          : (judge ?? undefined);
    list?.push({ id, run: seed, type, ending, score, calls: toolCalls, ...readMore(question) });
  }
}

function readMore({
  answerInMemory,
  judge,
}: {
  readonly answerInMemory: number | null;
  readonly judge?: number | null;
}): object {
  return { answerInMemory: answerInMemory ?? undefined, judge: judge ?? undefined };
}

function formatSummaries(
  tables: readonly {
    readonly data: string;
    readonly policy: string;
    readonly summaries: readonly WebSummary[];
  }[],
  width: number,
): readonly string[] {
  const percent = (value: number | null): string => (value === null ? '–' : (100 * value).toFixed(1));
  const head = [
    'source',
    'policy',
    'type',
    'questions',
    'score',
    '±',
    'in memory',
    'calls',
    'unjudged',
    'outages',
    'endings',
  ];
  const rows = tables.flatMap(({ data, policy, summaries }) =>
    summaries.map((each) => [
      data.split('/').at(-1)!,
      policy,
      each.type,
      String(each.questions),
      percent(each.mean),
      percent(each.spread),
      percent(each.inMemory),
      each.calls === null ? '–' : each.calls.toFixed(1),
      String(each.unjudged),
      String(each.outages),
      Object.entries(each.endings)
        .map(([name, count]) => `${name} ${count}`)
        .join(', '),
    ]),
  );
  return formatTable({ title: 'Runs by source, policy and type', header: head, rows, keys: 3 }, width);
}
