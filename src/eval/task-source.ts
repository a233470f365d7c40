/**
 * Sources of tasks: question files, conversations, or tasks that are ready to run.
 *
 * @module
 */
import { hash } from 'node:crypto';
import type { Dataset } from '../dataset/load-dataset.ts';
import { addNoise } from '../dataset/noise.ts';
import type { QuestionCount } from '../dataset/question-group.ts';
import { buildStreams, type DocumentStream } from '../dataset/stream-builder.ts';
import { AtomMemError } from '../shared/error.ts';
import type { Conversation } from '../task/dialogue/conversation.ts';
import type { Task } from '../task/task.ts';
import type { VariantSettings } from './suites.ts';

/** Something to evaluate policies on. Streams and conversations are cut into chunks as each policy needs. */
export type EvalTask = Task | DocumentStream | Conversation;

/** Tells whether a task is ready to run. */
export function isTask(task: EvalTask): task is Task {
  return 'open' in task;
}

/** Tells whether a task is a conversation. */
export function isConversation(task: EvalTask): task is Conversation {
  return 'sessions' in task;
}

/** A data set as a run takes tasks from it. */
export interface TaskSource {
  readonly name: string;
  /** Digest of what its tasks are made of. A results folder holds results of one per name. */
  readonly digest: string;
  /** Returns the tasks of a length and seed, always the same. `null`: as long as they are. */
  tasks(documents: number | null, seed: number): readonly EvalTask[];
  /** Returns the same task with noise added, always the same for a seed. */
  noisy(task: EvalTask, noise: NonNullable<VariantSettings['noise']>, seed: number): EvalTask;
}

export interface SourceOptions {
  /** Most tasks of each length. Default: all. */
  readonly limit?: number;
  /** Whether a limit that the questions do not fill is an error. Default: false. */
  readonly requireLimit?: boolean;
  /** Questions per stream. Default: 1. */
  readonly questions?: QuestionCount;
  readonly shuffleSeed?: 'per-stream' | 'official';
}

/** Makes document streams from questions and their documents, as `loadDataset` reads them. */
export function questionSource(name: string, dataset: Dataset, options: SourceOptions = {}): TaskSource {
  const { limit, requireLimit = false, questions = 1, shuffleSeed = 'per-stream' } = options;
  const { records, extraPassages } = dataset;
  const decoys = [...new Set(records.flatMap(({ answers }) => answers.slice(0, 1)))];
  return {
    name,
    digest: createDigest({ records, extraPassages }),
    tasks(documents, seed) {
      if (documents === null) {
        throw refuse(`${name} holds questions, and the suite needs conversations`, 'Run another suite');
      }
      const stream = { documents, questions, seed, shuffleSeed, extraPassages };
      if (requireLimit) return buildStreams(records, { ...stream, limit });
      // With one question per stream, a limit saves building streams that are not used.
      const most = questions === 1 ? Math.min(limit ?? records.length, records.length) : undefined;
      return buildStreams(records, { ...stream, limit: most }).slice(0, limit);
    },
    noisy(task, noise, seed) {
      return isTask(task) || isConversation(task) ? task : addNoise(task, { ...noise, seed, decoys });
    },
  };
}

/** Takes conversations, as `loadLocomo` reads them: one task each, with all its questions. */
export function conversationSource(
  name: string,
  conversations: readonly Conversation[],
  { limit }: Pick<SourceOptions, 'limit'> = {},
): TaskSource {
  return {
    name,
    digest: createDigest(conversations),
    tasks(documents) {
      if (documents !== null) {
        throw refuse(`${name} holds conversations, and the suite needs questions`, 'Run the suite dialogue');
      }
      return conversations.slice(0, limit);
    },
    noisy: (task) => task,
  };
}

/** Takes tasks as they are, the same for every seed. */
export function readySource(name: string, tasks: readonly EvalTask[]): TaskSource {
  return {
    name,
    digest: createDigest(tasks.map(({ id }) => id)),
    tasks: () => tasks,
    noisy: (task) => task,
  };
}

function createDigest(data: object): string {
  return hash('sha256', JSON.stringify(data)).slice(0, 16);
}

function refuse(problem: string, remedy: string): AtomMemError {
  return new AtomMemError('bad-option', { problem, remedy, details: { option: 'suite' } });
}
