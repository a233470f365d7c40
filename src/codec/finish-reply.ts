import type { Operation } from '../memory/operation.ts';
import type { Issue, ParsedReply, Span } from './codec.ts';

/** Puts issues into the order of the text, and says so where nothing acted. */
export function finishReply(
  whole: Span,
  operations: readonly Operation[],
  answers: readonly string[],
  issues: readonly Issue[],
): ParsedReply {
  const all = [...issues];
  if (operations.length === 0 && answers.length === 0) {
    all.push({ kind: 'no-action', message: 'nothing in the reply could be read as an action', span: whole });
  }
  all.sort((one, other) => one.span.start - other.span.start || one.span.end - other.span.end);
  return { operations, answers, issues: all };
}
