/**
 * Long dialogues in sessions.
 *
 * @module
 */
import type { TaskQuestion } from '../task.ts';

/** A long dialogue in sessions, and the questions about it. */
export interface Conversation {
  readonly id: string;
  readonly dataset: string;
  readonly speakers: readonly string[];
  /** In the order in which they took place. */
  readonly sessions: readonly Session[];
  readonly questions: readonly DialogueQuestion[];
}

export interface Session {
  readonly id: string;
  /** When the session took place, in the words of the data ("1:56 pm on 8 May, 2023"). */
  readonly dateTime: string;
  readonly turns: readonly Turn[];
}

export interface Turn {
  /** Unique in its conversation ("D1:3"). */
  readonly id: string;
  readonly speaker: string;
  readonly text: string;
  /** Caption of the picture that the speaker shared with the turn. */
  readonly imageCaption?: string;
}

/** `support` holds document ids (`turnDocumentId`). `type` is the category. */
export interface DialogueQuestion extends TaskQuestion {
  /** Whether the dialogue holds the answer. If not, `answers` is empty and refusing is correct. */
  readonly answerable: boolean;
  /** The wrong answer that an unanswerable question suggests. */
  readonly temptation?: string;
}

/** Returns the id of a turn as a document, unique among conversations. */
export function turnDocumentId(conversation: string, turn: string): string {
  return `${conversation}/${turn}`;
}
