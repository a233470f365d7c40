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

/** Returns whether a task is ready to run. */
export function isTask(task: EvalTask): task is Task {
  return 'open' in task;
}

/** Returns whether a task is a conversation. */
export function isConversation(task: EvalTask): task is Conversation {
  return 'sessions' in task;
}

/** A data set as a source of tasks. */
export interface TaskSource {
  readonly name: string;
  /** Digest of its data. A results folder holds results of one digest per name. */
  readonly digest: string;
  /** Returns the tasks of a length and seed. Deterministic. `null`: tasks keep their own length. */
  tasks(documents: number | null, seed: number): readonly EvalTask[];
  /** Returns the task with noise added. Deterministic for a seed. */
  noisy(task: EvalTask, noise: NonNullable<VariantSettings['noise']>, seed: number): EvalTask;
}

export interface SourceOptions {
  /** Maximum tasks of each length. Default: all. */
  readonly limit?: number;
  /** Whether too few questions for the limit are an error. Default: false. */
  readonly requireLimit?: boolean;
  /** Questions per stream. Default: 1. */
  readonly questions?: QuestionCount;
  readonly shuffleSeed?: 'per-stream' | 'official';
}

/** Makes document streams from questions and their documents. `loadDataset` reads both. */
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
      // With one question per stream, the limit avoids building unused streams.
      const most = questions === 1 ? Math.min(limit ?? records.length, records.length) : undefined;
      return buildStreams(records, { ...stream, limit: most }).slice(0, limit);
    },
    noisy(task, noise, seed) {
      return isTask(task) || isConversation(task) ? task : addNoise(task, { ...noise, seed, decoys });
    },
  };
}

/** Makes one task per conversation, with all its questions. `loadLocomo` reads conversations. */
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

/** Makes a source of finished tasks, equal for every seed. */
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
