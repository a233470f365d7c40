/**
 * Measures policies on tasks: the library's one-call evaluation.
 *
 * @module
 */
import type { Budget } from '../agent/budget.ts';
import type { Ablation } from '../memory/ablate.ts';
import type { Retriever } from '../memory/retriever.ts';
import type { Policy } from '../policy/policy.ts';
import type { AskJudge } from '../score/judge.ts';
import { lexicalRetriever } from '../search/lexical.ts';
import { AtomMemError } from '../shared/error.ts';
import { loadDefaultTokenizer } from '../task/tokenizer.ts';
import type { ComparisonOptions } from './compare-cells.ts';
import { createEvaluationTable, type EvaluationTable } from './evaluation-table.ts';
import { openResultsFolder } from './results-folder.ts';
import type { EvaluatedPolicy, RunMemory, RunParts, TaskReading } from './run-parts.ts';
import { readResultsSettings, runSuite, type SuiteOptions } from './run-suite.ts';
import type { TrackerOptions } from './run-tracker.ts';
import { reportSuite, type SuiteReportOptions } from './suite-report.ts';
import type { Suite } from './suites.ts';
import { type EvalTask, isTask, readySource } from './task-source.ts';

export interface EvaluateOptions
  extends TaskReading,
    RunMemory,
    Pick<SuiteReportOptions, 'prices'>,
    Pick<TrackerOptions, 'signal' | 'onEpisode' | 'failureLimit'>,
    Pick<SuiteOptions, 'concurrency' | 'keepTrajectories'>,
    Pick<ComparisonOptions, 'metrics' | 'against'> {
  /** Tasks of any kind: `defineTask`, document streams, dialogues, the lab. */
  readonly tasks: readonly EvalTask[];
  /** Policies by name, or a list of named policies. */
  readonly policies: Readonly<Record<string, Policy>> | readonly Policy[];
  /** Number of runs per task (seeds 1, 2, …), or a list of seeds. Default: 1. */
  readonly seeds?: number | readonly number[];
  /** Default: lexical search. */
  readonly retriever?: Retriever;
  /** Memory components to remove. */
  readonly ablations?: readonly Ablation[];
  /** Limits of each episode. Default: only the task's own limits. */
  readonly budget?: Budget;
  /** Judges every answer, in addition to the exact measures. */
  readonly judge?: AskJudge;
  /** Milliseconds of wall time. Default: `performance.now`. */
  readonly timer?: () => number;
  /** Folder for results and trajectories. The same call resumes an interrupted run. */
  readonly out?: string;
}

/**
 * Runs every policy on every task and returns a printable table. For tasks with questions, it measures exact match,
 * F1 and whether the answer is in memory. For tasks with a reward, it measures the reward. Episodes that end in an
 * outside failure are left out and listed in `failures`.
 *
 * @throws AtomMemError for invalid options. Errors of policies pass through.
 * @example
 * import { ragPolicy } from 'atommem';
 *
 * const table = await evaluate({ tasks, policies: { mine, rag: ragPolicy() }, seeds: 3 });
 * console.log(String(table));
 */
export async function evaluate(options: EvaluateOptions): Promise<EvaluationTable> {
  const { tasks, out, retriever = lexicalRetriever(), ablations } = options;
  if (tasks.length === 0) throw refuse('tasks', 'there is no task to run', 'Pass at least one task');
  const seeds = listSeeds(options.seeds ?? 1);
  const datasets = Map.groupBy(tasks, ({ dataset }) => dataset);
  const sources = [...datasets].map(([name, some]) => readySource(name, some));
  const suite: Suite = {
    name: 'evaluation',
    asks: 'How do the policies compare?',
    datasets: [...datasets.keys()],
    documents: [],
    variants: [{ name: 'default', settings: { ablations } }],
    source: 'evaluate()',
  };
  const parts: RunParts = {
    policies: listPolicies(options.policies),
    reading: await readReading(options),
    retriever: (name) => (name === undefined ? retriever : undefined),
    timer: options.timer ?? (() => performance.now()),
    memory: readMemory(options),
    judge: options.judge,
    budget: options.budget,
  };
  const settings = readResultsSettings({ suite, sources, parts });
  const folder = out === undefined ? undefined : await openResultsFolder(out, settings);
  const { signal, onEpisode, failureLimit, concurrency, keepTrajectories = 'all' } = options;
  const run = await runSuite({
    ...{ suite, sources, parts, seeds, folder, concurrency, keepTrajectories },
    ...{ signal, onEpisode, failureLimit },
  });
  const { prices, metrics, against } = options;
  const report = reportSuite(run, { seed: seeds[0], prices, metrics, against });
  return createEvaluationTable(report, { stopped: run.stopped, failures: run.failures });
}

function listSeeds(seeds: number | readonly number[]): readonly number[] {
  if (typeof seeds !== 'number') return seeds;
  if (Number.isInteger(seeds) && seeds >= 1) return Array.from({ length: seeds }, (_, index) => index + 1);
  throw refuse('seeds', `seeds is ${seeds}`, 'Pass a whole number of at least 1, or a list of seeds');
}

/** A key of an object becomes the policy's name. */
function listPolicies(policies: EvaluateOptions['policies']): readonly EvaluatedPolicy[] {
  const named: readonly Policy[] = isList(policies)
    ? policies
    : Object.entries(policies).map(([name, policy]) => ({
        ...policy,
        name,
        act: (observation, context) => policy.act(observation, context),
      }));
  if (named.length === 0) throw refuse('policies', 'there is no policy to run', 'Pass at least one policy');
  return named.map((policy) => ({
    policy,
    fingerprint: JSON.stringify([policy.name, policy.settings ?? null]),
    needsModel: false,
  }));
}

function isList(policies: EvaluateOptions['policies']): policies is readonly Policy[] {
  return Array.isArray(policies);
}

async function readReading(options: EvaluateOptions): Promise<TaskReading> {
  const { chunkSize, chunkOverlap, boundary, maxTokens, streamRules, questionsKnown } = options;
  const needed = options.tasks.some((task) => !isTask(task));
  const tokenizer = options.tokenizer ?? (needed ? await loadDefaultTokenizer() : undefined);
  return { tokenizer, chunkSize, chunkOverlap, boundary, maxTokens, streamRules, questionsKnown };
}

function readMemory(options: EvaluateOptions): RunMemory {
  const { k, capacity, characterCapacity, overCapacity, readTiming, identity, slotZero, duplicates } =
    options;
  return { k, capacity, characterCapacity, overCapacity, readTiming, identity, slotZero, duplicates };
}

function refuse(option: string, problem: string, remedy: string): AtomMemError {
  return new AtomMemError('bad-argument', { problem, remedy, details: { option } });
}
