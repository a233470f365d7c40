/**
 * The action of a policy in a task, in addition to its memory operations.
 *
 * @module
 */
import type { JsonObject } from '../shared/json.ts';

/** A call of one of the tools that the situation offers. */
export interface ToolCall {
  readonly name: string;
  readonly input: JsonObject;
}

/**
 * The action of a policy in a task:
 *
 * - `none`: nothing. The environment decides whether the same observation is shown again.
 * - `read-on`: go on to the next chunk.
 * - `answer`: answer the current question. An empty list gives the question up.
 * - `tool`: call a tool of the task. The result is part of the next observation.
 */
export type Action =
  | { readonly kind: 'none' }
  | { readonly kind: 'read-on' }
  | { readonly kind: 'answer'; readonly answers: readonly string[] }
  | ({ readonly kind: 'tool' } & ToolCall);

/** Returns the action that a parsed reply asks for. A tool call comes before answers. */
export function chooseAction(reply: {
  readonly answers: readonly string[];
  readonly tool?: ToolCall;
}): Action {
  if (reply.tool !== undefined) return { kind: 'tool', name: reply.tool.name, input: reply.tool.input };
  return reply.answers.length > 0 ? { kind: 'answer', answers: reply.answers } : { kind: 'none' };
}

/** Returns the answers of an action; none for actions of other kinds. */
export function readAnswers(action: Action): readonly string[] {
  return action.kind === 'answer' ? action.answers : [];
}
