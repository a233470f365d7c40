/**
 * A stream of documents as a task.
 *
 * @module
 */
import type { Policy } from '../policy/policy.ts';
import { type ChunkOptions, chunkDocuments, renderDocument } from '../task/chunk-documents.ts';
import { createDocumentStream } from '../task/document-stream.ts';
import type { Chunk, SourceDocument } from '../task/observation.ts';
import { BETTER_STREAM_RULES, type StreamRules } from '../task/stream-rules.ts';
import type { Task, TaskQuestion } from '../task/task.ts';
import type { Tokenizer } from '../task/tokenizer.ts';

/** Documents to read and questions to answer. A stream of `buildStreams` is one. */
export interface DocumentTaskInput {
  /** Default: `documents`. */
  readonly id?: string;
  /** Name under which results are grouped. Default: `custom`. */
  readonly dataset?: string;
  /** Texts, or questions with accepted answers. */
  readonly questions: readonly (string | TaskQuestion)[];
  readonly documents: readonly SourceDocument[];
}

export interface DocumentTaskOptions {
  /** Counts the tokens of chunks. Default: none; each document is one chunk. */
  readonly tokenizer?: Tokenizer;
  /** Tokens per chunk. Default: 4000 (paper, section 4.1). */
  readonly chunkSize?: number;
  /** Overlap: tokens of the neighbouring chunks shown on either side. Default: 0. */
  readonly chunkOverlap?: number;
  /** Chunk boundaries. Default: `document`. */
  readonly boundary?: ChunkOptions['boundary'];
  /** Maximum tokens of a stream. Longer streams keep the first and last half of this number. Default: no limit. */
  readonly maxTokens?: number;
  /** Default: `BETTER_STREAM_RULES`. */
  readonly streamRules?: StreamRules;
}

/**
 * Creates a task: read documents, then answer questions about them from memory.
 *
 * @param unit Reading unit of the policy. `document` and `turn`: one document per chunk.
 * @example
 * const task = documentTask({
 *   documents: [{ id: 'lease', title: 'Lease', text: 'Signed by Ada Byron.' }],
 *   questions: ['Who signed the lease?'],
 * });
 */
export function documentTask(
  { id = 'documents', dataset = 'custom', documents, ...input }: DocumentTaskInput,
  options: DocumentTaskOptions = {},
  unit: Policy['unit'] = 'chunk',
): Task {
  const questions = input.questions.map(toTaskQuestion);
  const chunks = cutChunks(documents, options, unit);
  const rules = options.streamRules ?? BETTER_STREAM_RULES;
  return createDocumentStream({ id, dataset, documents, questions, chunks, rules });
}

function cutChunks(
  documents: readonly SourceDocument[],
  { tokenizer, chunkSize: size, chunkOverlap: overlap, boundary, maxTokens }: DocumentTaskOptions,
  unit: Policy['unit'],
): readonly Chunk[] {
  if (tokenizer === undefined) {
    const count = documents.length;
    return documents.map((document, index) => ({
      index,
      count,
      text: renderDocument(document, index + 1),
      documents: [document],
    }));
  }
  const cut =
    unit === 'chunk'
      ? { overlap, boundary, maxTokens }
      : { overlap: 0, boundary: 'each-document' as const, maxTokens };
  return chunkDocuments(documents, { tokenizer, size, ...cut });
}

function toTaskQuestion(question: string | TaskQuestion, place: number): TaskQuestion {
  if (typeof question !== 'string') return question;
  return { id: `q${place + 1}`, text: question, answers: [], support: [] };
}
