/**
 * MuSiQue as distributed.
 *
 * @module
 */
import { z } from 'zod';
import { createDocument } from './create-document.ts';
import { createRecordFormat, listAnswers, type RecordFormat, unifySpaces } from './record-format.ts';

const SHAPE = z.object({
  id: z.string().min(1),
  question: z.string().trim().min(1),
  answer: z.string().nullish(),
  answer_aliases: z.array(z.string()).default([]),
  answerable: z.boolean().default(true),
  paragraphs: z.array(
    z.object({
      title: z.string(),
      paragraph_text: z.string(),
      is_supporting: z.boolean().default(false),
    }),
  ),
});

/**
 * Reads `musique_ans_*.jsonl`. A question that is marked unanswerable (`musique_full_*.jsonl`) has no
 * accepted answer. The kind of question is the start of its id: `2hop`, `3hop1` …
 */
export const musiqueFormat: RecordFormat = createRecordFormat({
  name: 'musique',
  matches: ({ paragraphs }) => Array.isArray(paragraphs) && 'paragraph_text' in Object(paragraphs[0]),
  shape: SHAPE,
  toRecord: ({ id, question, answer, answer_aliases, answerable, paragraphs }) => ({
    id,
    dataset: 'musique',
    question,
    answers: answerable ? listAnswers([answer, ...answer_aliases]) : [],
    type: id.includes('__') ? id.slice(0, id.indexOf('__')) : undefined,
    documents: paragraphs.map((paragraph) => ({
      document: createDocument('musique', paragraph.title, unifySpaces(paragraph.paragraph_text)),
      supporting: paragraph.is_supporting,
    })),
  }),
});
