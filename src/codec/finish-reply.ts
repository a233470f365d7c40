/**
 * The last step of every parser: issues in order, and `no-action` for a reply that says nothing.
 *
 * @module
 */
import type { Issue, ParsedReply, Span } from './codec.ts';

/** Sorts issues by position and adds `no-action` if the reply holds nothing to do. */
export function finishReply(
  whole: Span,
  { operations, answers, tool }: Omit<ParsedReply, 'issues'>,
  issues: readonly Issue[],
): ParsedReply {
  const all = [...issues];
  if (operations.length === 0 && answers.length === 0 && tool === undefined) {
    all.push({
      kind: 'no-action',
      message: 'the reply holds no operation, answer or tool call',
      span: whole,
    });
  }
  all.sort((one, other) => one.span.start - other.span.start || one.span.end - other.span.end);
  return tool === undefined
    ? { operations, answers, issues: all }
    : { operations, answers, tool, issues: all };
}
