/**
 * `runMemorySuite`: runs memory systems over the same streams and returns one row per system and data set.
 *
 * @module
 */
import { AtomMemError } from '../shared/error.ts';
import type { MemoryStream } from '../task/dialogue/memory-stream.ts';
import { CHARACTERS_PER_TOKEN, type MemorySystem } from './memory-system.ts';
import { keepOutcomes, type OutcomeFile } from './outcome-file.ts';
import { runStream } from './run-stream.ts';
import type { StreamOutcome } from './stream-outcome.ts';
import { type SuiteRow, toSuiteRow } from './suite-row.ts';

export interface MemorySuiteOptions {
  readonly streams: readonly MemoryStream[];
  readonly systems: readonly MemorySystem[];
  /** Tokens shown for a question; a token counts as four characters. Default: 1,200. */
  readonly budget?: number;
  /** Most characters that memory may hold, as a share of those of each stream, 0 to 1. Default: no limit. */
  readonly stored?: number;
  /** Finished streams of an earlier run. Default: none. */
  readonly outcomes?: OutcomeFile;
  /** Milliseconds of a steady clock, for costs. */
  readonly now: () => number;
  /** Returns the size of the process in bytes. Default: not measured. */
  readonly processBytes?: () => number;
  readonly signal?: AbortSignal;
  readonly onStream?: (progress: {
    readonly policy: string;
    readonly stream: string;
    readonly done: number;
    readonly total: number;
  }) => void;
}

/** A memory layer that did not run to the end. */
export interface SkippedSystem {
  readonly policy: string;
  /** Why, with the command that installs it. */
  readonly reason: string;
}

/** A fault of the data that the run went on with. */
export interface MemorySuiteWarning {
  /** `unread-date`: dates of sessions that are no dates. Their turns have no date, and "yesterday" stays as it is. */
  readonly code: 'unread-date';
  readonly dataset: string;
  readonly stream: string;
  /** Up to three of the dates, as written. */
  readonly values: readonly string[];
}

export interface MemorySuiteReport {
  readonly rows: readonly SuiteRow[];
  readonly skipped: readonly SkippedSystem[];
  /** Systems that threw an error. Their finished streams are kept in `outcomes`, and they have no row. */
  readonly failed: readonly SkippedSystem[];
  /** Faults of the data, once for each stream. */
  readonly warnings: readonly MemorySuiteWarning[];
}

/**
 * Runs every system over every stream. Each turn is shown once, and questions are asked where the stream asks them. A
 * system whose package is not installed is listed in `skipped`, one that throws in `failed`; the others run on.
 *
 * @throws AtomMemError `bad-option`, `bad-argument` if two streams of a data set share an id or no stream has a question
 * @example
 * import { loadConversations } from 'atommem/tasks';
 *
 * const streams = (await loadConversations('beam.jsonl')).map(toMemoryStream);
 * const systems = [createSystem('conversation')!, createSystem('rag')!];
 * const { rows } = await runMemorySuite({ streams, systems, now: performance.now.bind(performance) });
 */
export async function runMemorySuite(options: MemorySuiteOptions): Promise<MemorySuiteReport> {
  const { streams, systems, budget = 1200, stored, now, processBytes, signal, onStream } = options;
  if (!(Number.isFinite(budget) && budget > 0)) {
    throw new AtomMemError('bad-option', {
      problem: `"budget" is ${budget}`,
      remedy: 'Give a number of tokens above 0',
      details: { option: 'budget', value: budget },
    });
  }
  requireStreams(streams);
  const outcomes = options.outcomes ?? keepOutcomes();
  const rows: SuiteRow[] = [];
  const skipped: SkippedSystem[] = [];
  const failed: SkippedSystem[] = [];
  const warnings = new Map<string, MemorySuiteWarning>();
  const total = systems.length * streams.length;
  let done = 0;
  for (const system of systems) {
    const { name: policy } = system;
    const finished: StreamOutcome[] = [];
    const measured = system.version === undefined ? policy : `${policy} ${system.version}`;
    try {
      for (const stream of streams) {
        signal?.throwIfAborted();
        let outcome = outcomes.finished(measured, stream.id, stream.dataset);
        if (outcome === undefined) {
          const characters = budget * CHARACTERS_PER_TOKEN;
          outcome = await runStream(stream, system, { characters, stored, now, processBytes, signal });
          await outcomes.keep(measured, outcome);
        }
        finished.push(outcome);
        const { unreadDates, dataset } = outcome;
        if (unreadDates !== undefined)
          warnings.set(`${dataset}/${stream.id}`, {
            ...{ code: 'unread-date', dataset, stream: stream.id, values: unreadDates },
          });
        done += 1;
        onStream?.({ policy, stream: stream.id, done, total });
      }
    } catch (cause) {
      signal?.throwIfAborted();
      const missing = AtomMemError.isInstance(cause, 'missing-package');
      const reason = cause instanceof Error ? cause.message : String(cause);
      if (missing) skipped.push({ policy, reason });
      else failed.push({ policy, reason: `${reason} (on ${streams[finished.length]!.id})` });
      done += streams.length - finished.length;
      continue;
    }
    for (const [dataset, group] of Map.groupBy(finished, (outcome) => outcome.dataset)) {
      rows.push(toSuiteRow(policy, dataset, group));
    }
  }
  return { rows, skipped, failed, warnings: [...warnings.values()] };
}

/** Outcomes are kept by id, so a second stream of the same id would show the outcome of the first. */
function requireStreams(streams: readonly MemoryStream[]): void {
  const ids = new Set<string>();
  for (const { dataset, id } of streams) {
    const key = JSON.stringify([dataset, id]);
    if (ids.has(key)) {
      throw new AtomMemError('bad-argument', {
        problem: `two conversations of ${dataset} have the id "${id}"`,
        remedy: 'Give each conversation its own id, or remove the copy',
        details: { option: 'streams', value: id },
      });
    }
    ids.add(key);
  }
  if (streams.some(({ questions }) => questions.length > 0)) return;
  throw new AtomMemError('bad-argument', {
    problem: `the ${streams.length} conversations have no questions`,
    remedy:
      'Give conversations with questions (for BEAM, probing_questions/probing_questions.json beside chat.json)',
    details: { option: 'streams', value: streams.length },
  });
}
