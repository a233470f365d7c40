/**
 * The tasks that `serve openenv` and `agent` play, and the flags that name them.
 *
 * @module
 */
import { existsSync } from 'node:fs';
import { type Command, Option } from 'commander';
import type { ChangeSplit } from '../change/create-change-conversation.ts';
import type { Format } from '../format/format.ts';
import { DIALECT_NAMES, isDialectName, selectFormat } from '../released/select-format.ts';
import { importTasks } from './load-tasks.ts';
import {
  loadNamedTasks,
  NAMED_TASKS,
  type NamedTaskFlags,
  type PlayedTasks,
  readTaskName,
} from './named-tasks.ts';
import { oneOf, wholeNumber } from './parse-number.ts';
import { unknownName, usageError } from './usage-error.ts';

/** Flags that name tasks. */
export interface PlayedTaskFlags extends NamedTaskFlags {
  readonly task?: string;
  readonly codec: string;
}

const TASK_HELP = `task to play: ${Object.values(NAMED_TASKS).join(', ')}, or a module that exports a task`;

/** Adds the flags. */
export function addPlayedTaskOptions(command: Command): Command {
  return command
    .option('--task <name or file>', `${TASK_HELP} (default: documents)`)
    .option('--data <files...>', 'question files, or conversations for dialogue')
    .option('--docs <n>', 'documents per stream', wholeNumber('--docs', 1, 100_000), 20)
    .option(
      '--limit <n>',
      'maximum number of tasks (default: all of a file; 1000 of lab, 100 of change, 10 of needles)',
      wholeNumber('--limit', 1, 1_000_000),
    )
    .option('--chunk-size <n>', 'tokens per chunk', wholeNumber('--chunk-size', 16, 1_000_000), 4000)
    .addOption(
      new Option('--split <name>', 'part of lab and change: train, dev or test')
        .default('train')
        .argParser(oneOf<ChangeSplit>('--split', ['train', 'dev', 'test'])),
    )
    .option('--search <engine>', 'search engine of web, as for `atommem web`', 'corpus')
    .option('--calls <n>', 'tool calls per question of web', wholeNumber('--calls', 1, 10_000), 40)
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
 * @throws AtomMemError `usage` if they name none
 */
export async function loadPlayedTasks(
  flags: PlayedTaskFlags,
  options: { readonly seed: number; readonly environment: NodeJS.ProcessEnv },
): Promise<PlayedTasks> {
  const { task, data, codec } = flags;
  if (task === undefined && data === undefined)
    throw usageError('there is nothing to play', 'Pass --data FILES, --task NAME or --task FILE.ts');
  const named = readTaskName(task ?? 'documents');
  if (named !== undefined && !existsSync(task ?? ''))
    return loadNamedTasks(named, { ...flags, ...options, unit: readFormat({ codec }).unit });
  if (data !== undefined) throw usageError(`--data does not apply to --task ${task}`, 'Leave out --data');
  if (!/[./\\]/.test(task!)) throw unknownName('task', task!, Object.keys(NAMED_TASKS));
  return { tasks: (await importTasks(task!)).tasks };
}
