/**
 * Steps that `eval` and `bench` share: run a suite, show progress, write the report.
 * @module
 */
import type { RunConfig } from '../eval/eval-config.ts';
import { openResultsFolder, type ResultsFolder } from '../eval/results-folder.ts';
import { readResultsSettings, runSuite, type SuiteOptions, type SuiteRun } from '../eval/run-suite.ts';
import type { SuiteReport } from '../eval/suite-report.ts';
import type { VariantSettings } from '../eval/suites.ts';
import { isConversation, isTask } from '../eval/task-source.ts';
import { loadEpisodes } from '../report/load-episodes.ts';
import { readSuiteInput } from '../report/suite-input.ts';
import { writeReport } from '../report/write-report.ts';
import type { JsonObject } from '../shared/json.ts';
import type { Observation, SourceDocument } from '../task/observation.ts';
import { readTrajectory } from '../trajectory/read-trajectory.ts';
import { commandLine } from './command-line.ts';
import type { Terminal } from './output.ts';
import { createProgress } from './progress.ts';

/** Opens the results folder of a run, if it has one. */
export async function openFolder(
  out: string | undefined,
  options: Pick<SuiteOptions, 'suite' | 'sources' | 'parts'>,
  more: JsonObject,
): Promise<ResultsFolder | undefined> {
  return out === undefined ? undefined : openResultsFolder(out, readResultsSettings(options, more));
}

/** Runs a suite with a progress line on standard error. */
export async function runWithProgress(options: SuiteOptions, terminal: Terminal): Promise<SuiteRun> {
  const progress = createProgress(terminal.stderr, terminal.errorStyle, terminal.timer);
  return runSuite({
    ...options,
    signal: terminal.signal,
    onEpisode: ({ cell: { policy, dataset, documents }, done, total }) =>
      progress.update(done, total, `${policy} on ${dataset}${documents === null ? '' : `, ${documents}`}`),
    onStep: ({ cell: { policy }, step, observation }) =>
      progress.inside(`${policy}, step ${step + 1}: ${describeStage(observation)}`),
  }).finally(() => progress.end());
}

function describeStage(observation: Observation): string {
  if (observation.stage === 'answer') return 'answered a question';
  if (observation.stage === 'act') return 'acted';
  return `read chunk ${observation.chunk.index + 1} of ${observation.chunk.count}`;
}

/** Writes `report.html` and `report.md` into the results folder; returns the path of the page. */
export async function writePage(
  { out, title, seed }: { readonly out: string; readonly title: string; readonly seed?: number },
  {
    run,
    report,
    folder,
  }: { readonly run: SuiteRun; readonly report: SuiteReport; readonly folder: ResultsFolder },
  sources: SuiteOptions['sources'],
  terminal: Terminal,
): Promise<string> {
  const { keys, cells, ...input } = readSuiteInput(run, report);
  const episodes = await loadEpisodes(input.digests, {
    loadTrajectory: async (_, place) => {
      const path = folder.trajectoryPath(keys[place]!);
      return path === null ? undefined : readTrajectory(path).catch(() => undefined);
    },
    findDocuments: ({ score }, place) => {
      const { dataset, documents, seed, variant } = cells[place]!;
      const { noise } = variant.settings;
      return findDocuments(sources, { dataset, documents, seed, noise, id: score.stream });
    },
  });
  const command = commandLine(terminal.commandLine);
  const [page] = await writeReport(out, { title, command, seed, ...input, episodes });
  return page!;
}

function findDocuments(
  sources: SuiteOptions['sources'],
  place: {
    readonly dataset: string;
    readonly documents: number | null;
    readonly seed: number;
    readonly noise: VariantSettings['noise'];
    readonly id: string;
  },
): readonly SourceDocument[] | undefined {
  const source = sources.find(({ name }) => name === place.dataset);
  const clean = source?.tasks(place.documents, place.seed).find(({ id }) => id === place.id);
  const task = clean && place.noise ? source?.noisy(clean, place.noise, place.seed) : clean;
  return task === undefined || isTask(task) || isConversation(task) ? undefined : task.documents;
}

/**
 * Throws if episodes are missing because the run was interrupted, reached a limit or met a failure. The exit
 * code is then 1, and the same command resumes.
 */
export function requireWholeRun(run: SuiteRun, { out }: Pick<RunConfig, 'out'>): void {
  const again = adviseNext(run, out);
  if (run.stopped !== undefined) throw new Error(`${run.stopped.message}. ${again}`);
  const failures = Object.entries(run.failures);
  if (failures.length === 0) return;
  const count = failures.reduce((sum, [, each]) => sum + each, 0);
  throw new Error(`${count} ${count === 1 ? 'episode' : 'episodes'} failed: ${failures[0]![0]}. ${again}`);
}

/** Says what to do after a run that did not finish. Running again cannot help against a lasting failure. */
function adviseNext({ passing, retryAfter }: SuiteRun, out: string | undefined): string {
  const kept =
    out === undefined ? '' : `Finished episodes are kept in ${out}, failed ones in ${out}/failed. `;
  if (!passing) return `${kept}The same command would fail again: change what the message names first.`;
  const wait = retryAfter === undefined ? '' : `Wait ${describeWait(retryAfter)} first. `;
  if (out !== undefined) return `${kept}${wait}Run the same command to continue.`;
  return `${wait}With --out FOLDER, a run keeps what is done and continues from there.`;
}

function describeWait(milliseconds: number): string {
  if (milliseconds === 0) return 'a few minutes';
  const seconds = Math.ceil(milliseconds / 1000);
  return seconds < 120 ? `${seconds} s` : `${Math.ceil(seconds / 60)} minutes`;
}
