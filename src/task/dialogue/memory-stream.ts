/**
 * Streams of turns with questions, from conversations, files or generators.
 *
 * @module
 */
import type { SourceDocument } from '../observation.ts';
import type { Conversation, DialogueQuestion } from './conversation.ts';
import { listTurnDocuments } from './dialogue.ts';

/** Turns to read in order, and questions about them. Turns can be made or loaded while they are read. */
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
