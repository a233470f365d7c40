import type { z } from 'zod';
import type { QuestionRecord } from './question-record.ts';

/** One way in which a file may write its records. */
export interface RecordFormat {
  readonly name: string;
  /** Whether a file whose first record is this one is of this format. */
  matches(record: Readonly<Record<string, unknown>>): boolean;
  /** Total: any value gives a record, possibly without answers, or says what is wrong with it. */
  read(value: unknown): QuestionRecord | { readonly fault: string };
}

/** A format from the shape of its records and the way to the neutral one. */
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

/** Accepted answers without blanks and repeats, in order. */
export function answerList(answers: readonly (string | null | undefined)[]): readonly string[] {
  return [...new Set(answers.flatMap((answer) => answer?.trim() || []))];
}

/** Sentences as one text; the data sets differ in whether a sentence starts with the blank before it. */
export function joinSentences(sentences: readonly string[]): string {
  return plainSpaces(sentences.join(' '));
}

export function plainSpaces(text: string): string {
  return text.replace(/\s+/g, ' ').trim();
}
