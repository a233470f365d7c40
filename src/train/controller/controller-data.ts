/**
 * Prepares question files for training the controller.
 *
 * @module
 */
import type { Dataset } from '../../dataset/load-dataset.ts';
import type { QuestionCount } from '../../dataset/question-group.ts';
import { buildStreams } from '../../dataset/stream-builder.ts';
import { countWords, type WordCounts } from '../../learned/word-counts.ts';
import type { Embedder } from '../../memory/embedder.ts';
import { profileDocument } from '../../rules/profile.ts';
import { AtomMemError } from '../../shared/error.ts';
import type { Tokenizer } from '../../task/tokenizer.ts';
import { embedStreams } from './embed-streams.ts';
import type { TeacherName } from './imitate.ts';
import { requireEnglish } from './require-english.ts';
import { prepareStream, type TrainingStream } from './training-stream.ts';

/** Streams to train on and to measure on, and the word counts of all documents. */
export interface ControllerData {
  readonly training: readonly TrainingStream[];
  readonly heldOut: readonly TrainingStream[];
  readonly words: WordCounts;
  /** Name of the embedder whose similarities the network reads. Absent: it reads none. */
  readonly embedder?: string;
}

export interface ControllerDataOptions {
  /** Documents per stream. */
  readonly documents: number;
  /** Questions per stream. Default 1. */
  readonly questions?: QuestionCount;
  /** Largest number of streams per data set. Default: all. */
  readonly limit?: number;
  /** Last share of each data set that is held out, 0 to 1. */
  readonly heldOut: number;
  /** Seed of distractors and order. */
  readonly seed: number;
  readonly tokenizer: Tokenizer;
  /** Tokens per chunk. Default 4000. */
  readonly chunkSize?: number;
  /** Adds features of similarity. Every document and question is embedded once. Default: none. */
  readonly embedder?: Embedder;
  readonly signal?: AbortSignal;
}

/**
 * Builds the streams of some data sets. The last questions of each are held out.
 *
 * @throws AtomMemError `bad-option` if no stream is left to hold out, or if most documents are not in English;
 * what the embedder throws, or the reason of `signal`
 * @example
 * const data = await prepareData([dataset], { documents: 200, heldOut: 0.15, seed: 11, tokenizer });
 */
export async function prepareData(
  datasets: readonly Dataset[],
  options: ControllerDataOptions,
): Promise<ControllerData> {
  const { documents, questions = 1, limit, heldOut: share, seed, embedder, signal } = options;
  const texts = new Set(
    datasets.flatMap(({ records }) =>
      records.flatMap((record) => record.documents.map(({ document }) => document)),
    ),
  );
  requireEnglish([...texts].map(({ text }) => text));
  const words = countWords([...texts].map(profileDocument));
  const built = datasets.map(({ records, extraPassages }) => {
    const most = limit === undefined ? undefined : Math.min(limit, records.length);
    return buildStreams(records, { documents, questions, limit: most, seed, extraPassages });
  });
  const vectors = embedder === undefined ? undefined : await embedStreams(built.flat(), embedder, signal);
  const split = built.map((streams) => {
    const prepared = streams.map((stream) => prepareStream(stream, { ...options, words, vectors }));
    const cut = Math.max(1, Math.floor(prepared.length * (1 - share)));
    return { training: prepared.slice(0, cut), heldOut: prepared.slice(cut) };
  });
  const training = split.flatMap((part) => part.training);
  const heldOut = split.flatMap((part) => part.heldOut);
  if (heldOut.length === 0) {
    throw new AtomMemError('bad-option', {
      problem: `the data make ${training.length} ${training.length === 1 ? 'stream' : 'streams'}, so none can be held out`,
      remedy: 'Give at least two questions per file, or fewer questions per stream',
      details: { option: 'data' },
    });
  }
  return { training, heldOut, words, embedder: embedder?.name };
}

/**
 * Checks that a teacher can teach these streams.
 *
 * @throws AtomMemError `bad-option` if the privileged teacher is named and a question has no evidence
 */
export function requireEvidence(streams: readonly TrainingStream[], teacher: TeacherName | undefined): void {
  if (teacher !== 'privileged') return;
  const poor = streams.find(({ targets }) => targets.some(({ evidence }) => evidence.size === 0));
  if (poor === undefined) return;
  throw new AtomMemError('bad-option', {
    problem: `the teacher "privileged" needs evidence for every question, and stream ${poor.id} has a question without it`,
    remedy: 'Use --teacher rules, or mark the evidence documents in the data',
    details: { option: 'teacher', value: teacher, accepted: ['rules', 'none'] },
  });
}
