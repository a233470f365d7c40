import { hash } from 'node:crypto';
import type { Dataset } from '../../dataset/load-dataset.ts';
import { addNoise } from '../../dataset/noise.ts';
import type { QuestionCount } from '../../dataset/question-group.ts';
import { buildStreams, type DocumentStream } from '../../dataset/stream-builder.ts';
import { AtomMemError } from '../../shared/error.ts';
import type { Conversation } from '../../task/dialogue/conversation.ts';
import type { VariantSettings } from './suites.ts';

/** What an episode reads. */
export type BenchStream = DocumentStream | Conversation;

export function isConversation(stream: BenchStream): stream is Conversation {
  return 'sessions' in stream;
}

/** A data set as the bench takes streams from it. */
export interface BenchDataset {
  readonly name: string;
  /** Of all that streams are made of: a folder holds results of one. */
  readonly digest: string;
  /** The streams of a length and seed, always the same; `documents` is `null` for conversations. */
  streams(documents: number | null, seed: number): readonly BenchStream[];
  /** The same stream with noise, always the same for a seed. */
  noisy(stream: BenchStream, noise: NonNullable<VariantSettings['noise']>, seed: number): BenchStream;
}

export interface BenchDatasetOptions {
  /** Streams of each length, at most. Default: all. */
  readonly limit?: number;
  /** Questions of a stream. Default 1. */
  readonly questions?: QuestionCount;
  readonly shuffleSeed?: 'per-stream' | 'official';
}

/** Questions with their documents, as `loadDataset` reads them. */
export function questionDataset(
  name: string,
  dataset: Dataset,
  options: BenchDatasetOptions = {},
): BenchDataset {
  const { limit, questions = 1, shuffleSeed = 'per-stream' } = options;
  const { records, extraPassages } = dataset;
  const decoys = [...new Set(records.flatMap(({ answers }) => answers.slice(0, 1)))];
  return {
    name,
    digest: digestOf({ records, extraPassages }),
    streams(documents, seed) {
      if (documents === null) throw unsuited(`${name} holds no conversations`, 'Run it with another suite');
      // Streams of one question are as many as questions: then the limit saves building the others.
      const built = questions === 1 ? { limit: Math.min(limit ?? records.length, records.length) } : {};
      const streams = buildStreams(records, {
        documents,
        questions,
        seed,
        shuffleSeed,
        extraPassages,
        ...built,
      });
      return streams.slice(0, limit);
    },
    noisy(stream, noise, seed) {
      return isConversation(stream) ? stream : addNoise(stream, { ...noise, seed, decoys });
    },
  };
}

/** Conversations, as `loadLocomo` reads them: one episode each, with all its questions. */
export function conversationDataset(
  name: string,
  conversations: readonly Conversation[],
  { limit }: Pick<BenchDatasetOptions, 'limit'> = {},
): BenchDataset {
  return {
    name,
    digest: digestOf(conversations),
    streams(documents) {
      if (documents !== null)
        throw unsuited(`${name} holds conversations`, 'Run it with the suite "dialogue"');
      return conversations.slice(0, limit);
    },
    noisy: (stream) => stream,
  };
}

function digestOf(data: object): string {
  return hash('sha256', JSON.stringify(data)).slice(0, 16);
}

function unsuited(problem: string, remedy: string): AtomMemError<'bad-option'> {
  return new AtomMemError('bad-option', { problem, remedy, details: { option: 'suite' } });
}
