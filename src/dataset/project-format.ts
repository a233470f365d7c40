import { z } from 'zod';
import { createDocument } from './create-document.ts';
import { answerList, createRecordFormat, type RecordFormat } from './record-format.ts';

const SHAPE = z.object({
  id: z.string().min(1),
  dataset: z.string().min(1).default('custom'),
  question: z.string().trim().min(1),
  answers: z.array(z.string()).default([]),
  type: z.string().optional(),
  paragraphs: z.array(
    z.object({ title: z.string().default(''), text: z.string(), supporting: z.boolean().default(false) }),
  ),
});

/**
 * This project's records: `{id, dataset, question, answers, type?, paragraphs: [{title, text, supporting}]}`.
 * The format to write one's own questions in: `dataset` (default `custom`), `title` and `supporting` may be
 * left out.
 */
export const projectFormat: RecordFormat = createRecordFormat({
  name: 'atommem',
  matches: ({ paragraphs }) => Array.isArray(paragraphs) && !('paragraph_text' in Object(paragraphs[0])),
  shape: SHAPE,
  toRecord: ({ id, dataset, question, answers, type, paragraphs }) => ({
    id,
    dataset,
    question,
    answers: answerList(answers),
    ...(type !== undefined && { type }),
    documents: paragraphs.map(({ title, text, supporting }) => ({
      document: createDocument(dataset, title, text),
      supporting,
    })),
  }),
});
