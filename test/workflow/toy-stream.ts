/**
 * A stream with a duplicate, a contradiction and an update: what workflows differ in.
 *
 * @module
 */

import { createDocumentStream } from '../../src/task/document-stream.ts';
import type { Chunk, SourceDocument } from '../../src/task/observation.ts';
import { BETTER_STREAM_RULES } from '../../src/task/stream-rules.ts';
import type { Task } from '../../src/task/task.ts';

const TEXTS = [
  'Ada Lovelace was born in London in 1815.',
  'The Mill Café opens at nine.',
  'Ada Lovelace was born in London in 1815.',
  'Charles Babbage designed the Analytical Engine.',
  'The Mill Café opens at ten, no longer at nine.',
  'Ada Lovelace was born in London in 1815 and wrote the first program.',
] as const;

const documents: readonly SourceDocument[] = TEXTS.map((text, index) => ({
  id: `d${index + 1}`,
  title: '',
  text,
}));

/** Builds the stream with `perChunk` documents per chunk: 2 gives three chunks, 1 gives six. */
export function toyTask(perChunk: number): Task {
  const count = Math.ceil(documents.length / perChunk);
  const chunks = Array.from({ length: count }, (_, index): Chunk => {
    const own = documents.slice(index * perChunk, (index + 1) * perChunk);
    const shown = own.map(({ id, text }) => `Document ${id.slice(1)}:\n${text}`);
    return { index, count, text: shown.join('\n\n'), documents: own };
  });
  const questions = [
    { id: 'q1', text: 'When does the Mill Café open?', answers: ['ten'], support: ['d5'] },
    { id: 'q2', text: 'Who designed the Analytical Engine?', answers: ['Charles Babbage'], support: ['d4'] },
  ];
  return createDocumentStream({
    id: 'toy',
    dataset: 'test',
    questions,
    chunks,
    documents,
    rules: BETTER_STREAM_RULES,
  });
}
