/**
 * Loads the question files of a training run.
 *
 * @module
 */
import { loadDataset } from '../dataset/load-dataset.ts';
import { buildStreams, type DocumentStream } from '../dataset/stream-builder.ts';
import { type StreamSplit, splitStreams } from '../train/document-tasks.ts';
import type { QuestionsConfig, RunConfig } from '../train/train-command-config.ts';
import { usageError } from './usage-error.ts';

type DataFlags = Pick<QuestionsConfig, 'data' | 'evalData' | 'docs' | 'questions'> &
  Pick<RunConfig, 'task'> & { readonly seed: number };

/** Loads the streams of `--data` and holds some of them out. Without files, both lists are empty. */
export async function loadStreamSplit(flags: DataFlags, heldOut: number): Promise<StreamSplit> {
  const streams = await loadStreams(flags.data ?? [], flags);
  if (streams.length === 0) return { training: [], heldOut: [] };
  if (flags.evalData === undefined) return splitStreams(streams, heldOut, flags.seed);
  const others = await loadStreams(flags.evalData, flags);
  const known = listQuestionIds(streams);
  const shared = [...listQuestionIds(others)].find((id) => known.has(id));
  if (shared !== undefined) {
    throw usageError(
      `question ${shared} is in both --data and --eval-data`,
      'Pass files that share no question',
    );
  }
  return { training: streams, heldOut: others.slice(0, heldOut) };
}

/** Returns the ids of all questions of the streams. */
export function listQuestionIds(streams: readonly DocumentStream[]): ReadonlySet<string> {
  return new Set(streams.flatMap(({ questions }) => questions.map(({ id }) => id)));
}

async function loadStreams(paths: readonly string[], flags: DataFlags): Promise<readonly DocumentStream[]> {
  const { docs: documents, questions, seed, task } = flags;
  const streams: DocumentStream[] = [];
  for (const path of paths) {
    const { name, records, extraPassages } = await loadDataset(path);
    if (task !== undefined && name !== task) {
      throw usageError(
        `${path} holds questions of ${name}, not of ${task}`,
        `Pass --task ${name}, or no --task`,
      );
    }
    streams.push(...buildStreams(records, { documents, questions, seed, extraPassages }));
  }
  return streams;
}
