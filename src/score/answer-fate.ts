/**
 * Finds the stage at which a question was lost.
 *
 * @module
 */
import { readSources } from '../memory/entry.ts';
import type { View } from '../memory/view.ts';
import type { Trajectory } from '../trajectory/trajectory.ts';
import { answerInMemory } from './answer-in-memory.ts';
import { exactMatch } from './exact-match.ts';
import { type MemoryHistory, memoryAfter } from './memory-history.ts';
import { documentsInOrder } from './retention.ts';

/**
 * How far the information for a question got, from best to worst:
 * - `answered`: the answer is exactly right.
 * - `shown`: the view showed it, but the answer is wrong.
 * - `stored`: memory held it, but the view did not show it.
 * - `lost`: memory once held it, and an Update or Delete removed it.
 * - `passed`: its documents were read, but it was never stored.
 * - `unread`: the episode ended before its documents were shown.
 */
export const ANSWER_FATES = ['answered', 'shown', 'stored', 'lost', 'passed', 'unread'] as const;

export type AnswerFate = (typeof ANSWER_FATES)[number];

/**
 * Returns the fate of a question. The information it needs is an accepted answer as text. For yes-or-no answers, it
 * is all evidence documents as sources.
 */
export function answerFate(history: MemoryHistory, trajectory: Trajectory, index: number): AnswerFate {
  const { header, steps, end } = trajectory;
  const question = header.task.questions[index]!;
  if (exactMatch(end.answers[index] ?? '', question.answers)) return 'answered';
  const asked = steps.findLastIndex((step) => step.question === index);
  const view = steps[asked]?.view ?? end.unasked.find((each) => each.question === index)?.view;
  if (view !== undefined && holds(question, view)) return 'shown';
  const before = asked === -1 ? steps.length : asked - 1;
  const { scratchpad, entries } = memoryAfter(history, before);
  const notes = { scratchpad: scratchpad?.text ?? '', scratchpadMeta: scratchpad?.meta ?? {} };
  if (holds(question, { ...notes, entries })) return 'stored';
  const everything = [...history.values()]
    .flat()
    .flatMap(({ entry, step }) => (entry && step <= before ? [entry] : []));
  if (holds(question, { scratchpad: '', scratchpadMeta: {}, entries: everything })) return 'lost';
  const seen = documentsInOrder(trajectory);
  const read = question.support.length === 0 ? seen.size > 0 : question.support.every((id) => seen.has(id));
  return read ? 'passed' : 'unread';
}

function holds(
  question: { readonly answers: readonly string[]; readonly support: readonly string[] },
  held: Omit<View, 'query'>,
): boolean {
  const told = answerInMemory(question, held);
  if (told !== undefined) return told;
  const sources = new Set([{ meta: held.scratchpadMeta }, ...held.entries].flatMap(readSources));
  return question.support.length > 0 && question.support.every((id) => sources.has(id));
}
