/**
 * The format for questions of one's own.
 *
 * @module
 */
import { z } from 'zod';
import { createDocument } from './create-document.ts';
import { createRecordFormat, listAnswers, type RecordFormat } from './record-format.ts';

const DOCUMENT = z.object({
  title: z.string().default(''),
  text: z.string(),
  supporting: z.boolean().default(false),
});

const DOCUMENTS = z.array(
  z.union([z.string().transform((text) => ({ title: '', text, supporting: false })), DOCUMENT]),
);

const SHAPE = z
  .object({
    id: z.string().min(1).optional(),
    dataset: z.string().min(1).default('custom'),
    question: z.string().trim().min(1),
    answers: z.array(z.string()).default([]),
    answer: z.string().nullish(),
    type: z.string().optional(),
    documents: DOCUMENTS.optional(),
    paragraphs: DOCUMENTS.optional(),
  })
  .refine(({ documents, paragraphs }) => documents !== undefined || paragraphs !== undefined, {
    path: ['documents'],
    error: 'expected a list of documents',
  });

/**
 * Reads records `{question, answers?, documents}`:
 *
 * - `id`: default `q1`, `q2` … by position;
 * - `answers`: accepted answers, the official one first; `answer` is another way to give one;
 * - `documents` (or `paragraphs`): strings, or `{title?, text, supporting?}`, where `supporting` marks
 *   evidence for the answer;
 * - `type`: your own kind of question, for results by kind;
 * - `dataset`: default `custom`.
 */
export const questionFormat: RecordFormat = createRecordFormat({
  name: 'atommem',
  matches: ({ question, documents, paragraphs }) =>
    (Array.isArray(documents) && question !== undefined) ||
    (Array.isArray(paragraphs) && !('paragraph_text' in Object(paragraphs[0]))),
  shape: SHAPE,
  toRecord: ({ id = '', dataset, question, answers, answer, type, documents, paragraphs }) => ({
    id,
    dataset,
    question,
    answers: listAnswers([answer, ...answers]),
    type,
    documents: (documents ?? paragraphs ?? []).map(({ title, text, supporting }) => ({
      document: createDocument(dataset, title, text),
      supporting,
    })),
  }),
});
