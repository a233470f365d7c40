/**
 * A stream of documents as a task.
 *
 * @module
 */
import type { DocumentStream } from '../dataset/stream-builder.ts';
import type { Policy } from '../policy/policy.ts';
import { type ChunkOptions, chunkDocuments } from '../task/chunk-documents.ts';
import { createDocumentStream } from '../task/document-stream.ts';
import { BETTER_STREAM_RULES, type StreamRules } from '../task/stream-rules.ts';
import type { Task } from '../task/task.ts';
import type { Tokenizer } from '../task/tokenizer.ts';

export interface DocumentTaskOptions {
  readonly tokenizer: Tokenizer;
  /** Tokens per chunk. Default: 4000 (paper, section 4.1). */
  readonly chunkSize?: number;
  /** Tokens of the neighbouring chunks shown on either side. Default: 0. */
  readonly chunkOverlap?: number;
  /** Where chunks end. Default: `document`. */
  readonly boundary?: ChunkOptions['boundary'];
  /** Longer streams keep their first and last halves of this many tokens. Default: no limit. */
  readonly maxTokens?: number;
  /** Default: `BETTER_STREAM_RULES`. */
  readonly streamRules?: StreamRules;
}

/**
 * Creates the task of reading a stream of documents and answering its questions.
 *
 * @param unit What the policy reads at a time. `document` and `turn`: one document per chunk.
 */
export function documentTask(
  stream: DocumentStream,
  options: DocumentTaskOptions,
  unit: Policy['unit'] = 'chunk',
): Task {
  const { tokenizer, chunkSize: size, chunkOverlap: overlap, boundary, maxTokens } = options;
  const cut =
    unit === 'chunk'
      ? { overlap, boundary, maxTokens }
      : { overlap: 0, boundary: 'each-document' as const, maxTokens };
  const chunks = chunkDocuments(stream.documents, { tokenizer, size, ...cut });
  return createDocumentStream({ ...stream, chunks, rules: options.streamRules ?? BETTER_STREAM_RULES });
}
