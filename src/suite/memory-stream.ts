/**
 * Streams of turns with questions, from conversations or from generators.
 *
 * @module
 */
import type { Conversation, DialogueQuestion } from '../task/dialogue/conversation.ts';
import { listTurnDocuments } from '../task/dialogue/dialogue.ts';
import type { SourceDocument } from '../task/observation.ts';

/** Turns to read in order, and questions about them. Turns can be generated while they are read. */
export interface MemoryStream {
  readonly id: string;
  readonly dataset: string;
  readonly questions: readonly DialogueQuestion[];
  turns(): Iterable<SourceDocument>;
}

/** Returns a conversation as a stream. */
export function toMemoryStream(conversation: Conversation): MemoryStream {
  const { id, dataset, questions } = conversation;
  return { id, dataset, questions, turns: () => listTurnDocuments(conversation) };
}
