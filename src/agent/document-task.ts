import type { DocumentStream } from '../dataset/stream-builder.ts';
import type { Policy } from '../policy/policy.ts';
import { type Compatibility, chunkOptionsFor, streamRulesFor } from '../released/compatibility.ts';
import { chunkDocuments } from '../task/chunk-documents.ts';
import { createDocumentStream } from '../task/document-stream.ts';
import type { Task } from '../task/task.ts';
import type { Tokenizer } from '../task/tokenizer.ts';

export interface DocumentTaskOptions {
  readonly rules: Compatibility;
  readonly tokenizer: Tokenizer;
  /** Tokens of a chunk. Default 4000 (paper, section 4.1). */
  readonly chunkSize?: number;
  /** Tokens of the neighbours shown on either side. Default: as the rules say. */
  readonly chunkOverlap?: number;
}

/** The task that a stream of documents makes under a choice of rules. */
export function documentTask(
  stream: DocumentStream,
  { tokenizer, chunkSize: size, chunkOverlap: overlap, rules }: DocumentTaskOptions,
  unit: Policy['unit'] = 'chunk',
): Task {
  const chunks = chunkDocuments(stream.documents, {
    tokenizer,
    ...chunkOptionsFor(rules),
    ...(size !== undefined && { size }),
    ...(overlap !== undefined && { overlap }),
    ...(unit !== 'chunk' && { boundary: 'each-document' as const, overlap: 0 }),
  });
  return createDocumentStream({ ...stream, chunks, rules: streamRulesFor(rules) });
}
