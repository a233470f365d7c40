/**
 * Layouts in which files write conversations.
 *
 * @module
 */
import type { Conversation, Session, Turn } from '../task/dialogue/conversation.ts';

/** One layout of a file of conversations. */
export interface ConversationFormat {
  /** For errors: `LoCoMo (sessions with turns)`. */
  readonly name: string;
  /** Whether a value looks like a conversation of this layout. */
  matches(value: object): boolean;
  /** Reads a value that matches, or says what is wrong. */
  read(value: unknown): Conversation | { readonly fault: string };
}

/** Makes turn ids unique: the second `D1:3` becomes `D1:3#2`. Evidence names the first. */
export function uniteTurnIds(sessions: readonly Session[]): readonly Session[] {
  const counts = new Map<string, number>();
  return sessions.map((session) => ({
    ...session,
    turns: session.turns.map((turn): Turn => {
      const count = (counts.get(turn.id) ?? 0) + 1;
      counts.set(turn.id, count);
      return count === 1 ? turn : { ...turn, id: `${turn.id}#${count}` };
    }),
  }));
}

/** Describes the first issue of a failed zod parse. */
export function describeIssue(error: {
  readonly issues: readonly { readonly path: readonly PropertyKey[]; readonly message: string }[];
}): { readonly fault: string } {
  const { path, message } = error.issues[0]!;
  return { fault: `is not a conversation (field "${path.join('.')}": ${message})` };
}
