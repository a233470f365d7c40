/**
 * Ways in which files write their records.
 *
 * @module
 */
import type { z } from 'zod';
import type { QuestionRecord } from './question-record.ts';

/** One way in which a file may write its records. */
export interface RecordFormat {
  readonly name: string;
  /** Whether a file whose first record is this one has this format. */
  matches(record: Readonly<Record<string, unknown>>): boolean;
  /** Reads any value: returns a record, possibly without answers, or says what is wrong. */
  read(value: unknown): QuestionRecord | { readonly fault: string };
}

/** Creates a format from the shape of its records and a conversion. */
export function createRecordFormat<Shape extends z.ZodType>(parts: {
  readonly name: string;
  readonly matches: RecordFormat['matches'];
  readonly shape: Shape;
  readonly toRecord: (value: z.output<Shape>) => QuestionRecord;
}): RecordFormat {
  return {
    name: parts.name,
    matches: parts.matches,
    read(value) {
      const result = parts.shape.safeParse(value);
      if (result.success) return parts.toRecord(result.data);
      const issue = result.error.issues[0]!;
      return { fault: `field "${issue.path.join('.')}": ${issue.message}` };
    },
  };
}

/** Returns accepted answers without blanks and repeats, in order. */
export function listAnswers(answers: readonly (string | null | undefined)[]): readonly string[] {
  return [...new Set(answers.flatMap((answer) => answer?.trim() || []))];
}

/** Joins sentences. The data sets differ in whether a sentence starts with the space before it. */
export function joinSentences(sentences: readonly string[]): string {
  return unifySpaces(sentences.join(' '));
}

/** Replaces every run of white space by one space. */
export function unifySpaces(text: string): string {
  return text.replace(/\s+/g, ' ').trim();
}
