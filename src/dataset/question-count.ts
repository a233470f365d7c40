/**
 * The schema of a number of questions per stream.
 *
 * @module
 */
import { z } from 'zod';
import type { QuestionCount } from './question-group.ts';

const MOST_QUESTIONS = 10;
const questionNumber = z.int().min(1).max(MOST_QUESTIONS);

/** What an option of this type accepts. */
export const QUESTION_COUNTS = '1 to 10, a range such as 1-10, or official';

/** `5`, `"1-10"`, `"official"`, or `{"min": 1, "max": 10}`. */
export const questionCount: z.ZodType<QuestionCount> = z
  .union([
    questionNumber,
    z.literal('official'),
    z.strictObject({ min: questionNumber, max: questionNumber }),
    z.string().regex(/^\d+(-\d+)?$/),
  ])
  .transform((value): QuestionCount => {
    if (typeof value !== 'string' || value === 'official') return value;
    const [min, max] = value.split('-').map(Number);
    return max === undefined ? min! : { min: min!, max };
  })
  .refine((value) => {
    if (value === 'official') return true;
    const { min, max } = typeof value === 'number' ? { min: value, max: value } : value;
    return min >= 1 && max <= MOST_QUESTIONS && min <= max;
  }, `give ${QUESTION_COUNTS}`);
