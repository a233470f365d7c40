/**
 * Tells questions about the present from questions about the past.
 *
 * @module
 */
import type { AskedQuestion } from './question.ts';

/** Returns whether a question is about the current value. Questions about the past, a date or a reason are not. */
export function asksForNow(question: AskedQuestion): boolean {
  if (question.original || question.kind === 'reason' || question.kind === 'method') return false;
  if (question.current) return true;
  return !/\b(?:was|were|did|had|in (?:19|20)\d{2}|wurde|war|hatte|etait|fue|era|ha (?:sido|estado))\b/i.test(
    question.text,
  );
}
