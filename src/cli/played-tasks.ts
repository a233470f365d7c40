/**
 * The tasks that `serve openenv` and `agent` play, and the flags that name them.
 *
 * @module
 */
import type { Command } from 'commander';
import { documentTask } from '../agent/document-task.ts';
import { loadDataset } from '../dataset/load-dataset.ts';
import { buildStreams } from '../dataset/stream-builder.ts';
import type { Format } from '../format/format.ts';
import { DIALECT_NAMES, isDialectName, selectFormat } from '../released/select-format.ts';
import type { Task } from '../task/task.ts';
import { loadDefaultTokenizer } from '../task/tokenizer.ts';
import { importTasks } from './load-tasks.ts';
import { wholeNumber } from './parse-number.ts';
import { unknownName, usageError } from './usage-error.ts';

/** Flags that name tasks. */
export interface PlayedTaskFlags {
  readonly task?: string;
  readonly data?: readonly string[];
  readonly docs: number;
  readonly limit?: number;
  readonly chunkSize: number;
  readonly codec: string;
}

/** Adds the flags. */
export function addPlayedTaskOptions(command: Command): Command {
  return command
    .option('--task <file>', 'module that exports a task, as for atommem train')
    .option('--data <files...>', 'question files: .jsonl or .jsonl.gz')
    .option('--docs <n>', 'documents per stream of --data', wholeNumber('--docs', 1, 100_000), 20)
    .option('--limit <n>', 'streams of each file (default: all)', wholeNumber('--limit', 1, 1_000_000))
    .option('--chunk-size <n>', 'tokens per chunk', wholeNumber('--chunk-size', 16, 1_000_000), 4000)
    .option('--codec <name>', `how replies write operations: ${DIALECT_NAMES.join(', ')}`, 'tags');
}

/** Returns the format of the replies. */
export function readFormat({ codec }: Pick<PlayedTaskFlags, 'codec'>): Format {
  if (!isDialectName(codec)) throw unknownName('codec', codec, DIALECT_NAMES);
  return selectFormat(codec);
}

/**
 * Loads the tasks that the flags name.
 *
 * @throws AtomMemError `usage` if they name none, or both a file of tasks and questions
 */
export async function loadPlayedTasks(
  { task, data, docs, limit, chunkSize, codec }: PlayedTaskFlags,
  seed: number,
): Promise<readonly Task[]> {
  if ((task === undefined) === (data === undefined)) {
    throw usageError('there is not exactly one of --task and --data', 'Pass --task FILE.ts, or --data FILES');
  }
  if (task !== undefined) return (await importTasks(task)).tasks;
  const { unit } = readFormat({ codec });
  const tokenizer = await loadDefaultTokenizer();
  const tasks: Task[] = [];
  for (const path of data!) {
    const { records, extraPassages } = await loadDataset(path);
    const streams = buildStreams(records, { documents: docs, limit, seed, extraPassages });
    tasks.push(...streams.map((stream) => documentTask(stream, { tokenizer, chunkSize }, unit)));
  }
  return tasks;
}
