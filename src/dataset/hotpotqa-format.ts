/**
 * HotpotQA and 2WikiMultiHopQA as distributed.
 *
 * @module
 */
import { z } from 'zod';
import { createDocument } from './create-document.ts';
import type { QuestionRecord } from './question-record.ts';
import { createRecordFormat, joinSentences, listAnswers, type RecordFormat } from './record-format.ts';

/** A record of both data sets. Test files have no answers and no supporting facts. */
const SHAPE = z.object({
  _id: z.string().min(1),
  question: z.string().trim().min(1),
  answer: z.string().nullish(),
  type: z.string().optional(),
  supporting_facts: z.array(z.tuple([z.string(), z.number()])).default([]),
  context: z.array(z.tuple([z.string(), z.array(z.string())])),
});

/** Reads `hotpot_*_v1*.json`: a JSON array of records with `context` and `level`. */
export const hotpotqaFormat: RecordFormat = createRecordFormat({
  name: 'hotpotqa',
  matches: (record) => Array.isArray(record.context) && !('evidences' in record),
  shape: SHAPE,
  toRecord: (value) => toRecord('hotpotqa', value),
});

/** Reads `dev.json`: the record of HotpotQA with `evidences`. */
export const twoWikiFormat: RecordFormat = createRecordFormat({
  name: '2wikimultihopqa',
  matches: (record) => Array.isArray(record.context) && 'evidences' in record,
  shape: SHAPE,
  toRecord: (value) => toRecord('2wikimultihopqa', value),
});

function toRecord(dataset: string, value: z.output<typeof SHAPE>): QuestionRecord {
  const gold = new Set(value.supporting_facts.map(([title]) => title));
  return {
    id: value._id,
    dataset,
    question: value.question,
    answers: listAnswers([value.answer]),
    type: value.type,
    documents: value.context.map(([title, sentences]) => ({
      document: createDocument(dataset, title, joinSentences(sentences)),
      supporting: gold.has(title),
    })),
  };
}
