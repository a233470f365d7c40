/**
 * Loads the tasks that `--task FILE` or `--data FILES` name, for small policies on this machine.
 *
 * @module
 */
import { existsSync } from 'node:fs';
import { resolve } from 'node:path';
import { pathToFileURL } from 'node:url';
import type { Policy } from '../policy/policy.ts';
import { rulesPolicy } from '../rules/rules-policy.ts';
import type { Task } from '../task/task.ts';
import { loadDefaultTokenizer } from '../task/tokenizer.ts';
import { digestData } from '../train/digest-data.ts';
import { type DocumentReading, openDocumentTask } from '../train/document-tasks.ts';
import type { TrainGrpoConfig, TrainSftConfig } from '../train/train-command-config.ts';
import { listQuestionIds, loadStreamSplit } from './load-stream-split.ts';
import { createRetriever } from './memory-options.ts';
import { usageError } from './usage-error.ts';

/** Tasks for training and evaluation, and the policy to imitate. */
export interface LoadedTasks {
  readonly tasks: readonly Task[];
  readonly heldOut: readonly Task[];
  readonly teacher?: Policy | ((seed: number) => Policy);
  readonly memory: DocumentReading['memory'];
  /** Held-out tasks differ from the others only by their seed. */
  readonly sameTasks: boolean;
}

/** Separates the seeds of held-out episodes from those of training. */
export const HELD_OUT = 0x4e1d;

/** Longest chunk of a small policy, in tokens: its whole context is a few hundred words. */
const SMALL_CHUNK = 64;

/** Loads the tasks of a run. */
export async function loadTasks(
  config: TrainSftConfig | TrainGrpoConfig,
  environment: NodeJS.ProcessEnv,
): Promise<LoadedTasks> {
  const { k, capacity, overCapacity, readTiming, seed } = config;
  const retriever = await createRetriever(config, environment, seed);
  const memory = { retriever, k, capacity, overCapacity, readTiming };
  if (config.data === undefined) {
    const { tasks, teacher } = await importTasks(config.task!);
    return { tasks, heldOut: tasks, teacher, memory, sameTasks: true };
  }
  const chunkSize = Math.min(config.chunkSize, SMALL_CHUNK);
  const reading = { tokenizer: await loadDefaultTokenizer(), chunkSize, memory };
  const all = await loadStreamSplit(config, 0);
  const count = config.heldOut!;
  const heldOut = config.evalData === undefined ? Math.min(count, all.training.length >> 1) : count;
  const split = await loadStreamSplit(config, heldOut);
  if (split.training.length === 0 || listQuestionIds(split.training).size === 0) {
    throw usageError('no stream is left to train on', 'Pass more questions, or a smaller --held-out');
  }
  const [tasks, others] = [split.training, split.heldOut].map((streams) =>
    streams.map((stream) => openDocumentTask(stream, reading).task),
  );
  return { tasks: tasks!, heldOut: others!, teacher: rulesPolicy(), memory, sameTasks: false };
}

/** Identifies tasks by their ids and texts. */
export function digestTasks(tasks: readonly Task[]): string {
  return digestData(tasks.map(({ id, instructions, questions }) => [id, instructions, questions]));
}

/** Imports the tasks that a file exports. An export `teacher` is a policy, or makes one from a seed. */
export async function importTasks(file: string): Promise<Pick<LoadedTasks, 'tasks' | 'teacher'>> {
  const path = resolve(file);
  if (!existsSync(path))
    throw usageError(`--task ${file}: no such file`, 'Pass a module that exports a task');
  const module: Readonly<Record<string, unknown>> = await import(pathToFileURL(path).href).catch(
    (cause: NodeJS.ErrnoException) => {
      throw usageError(
        `--task ${file} cannot be loaded: ${cause.message}`,
        'Pass a module that exports a task',
      );
    },
  );
  const tasks = Object.values(module).flat().filter(isTask);
  if (tasks.length === 0) {
    throw usageError(
      `--task ${file} exports no task`,
      'Export one, as in `export const shop = defineTask({ … })`',
    );
  }
  const policies = Object.values(module).filter(isPolicy);
  const given = module.teacher;
  const teacher =
    typeof given === 'function' ? (given as (seed: number) => Policy) : isPolicy(given) ? given : policies[0];
  return { tasks, teacher };
}

function isTask(value: unknown): value is Task {
  return typeof value === 'object' && value !== null && 'open' in value && 'questions' in value;
}

function isPolicy(value: unknown): value is Policy {
  return typeof value === 'object' && value !== null && 'act' in value && 'name' in value;
}
