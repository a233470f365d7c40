import type { TaskQuestion } from '../task.ts';

/** A long dialogue in sessions, and what is asked about it. */
export interface Conversation {
  readonly id: string;
  readonly dataset: string;
  readonly speakers: readonly string[];
  /** In the order in which they were held. */
  readonly sessions: readonly Session[];
  readonly questions: readonly DialogueQuestion[];
}

export interface Session {
  readonly id: string;
  /** When it was held, in the data's own words ("1:56 pm on 8 May, 2023"). */
  readonly dateTime: string;
  readonly turns: readonly Turn[];
}

export interface Turn {
  /** Unique in its conversation ("D1:3"). */
  readonly id: string;
  readonly speaker: string;
  readonly text: string;
  /** What the picture shows that came with the turn. */
  readonly imageCaption?: string;
}

/** `support` holds document ids (`turnDocumentId`); `type` is the category. */
export interface DialogueQuestion extends TaskQuestion {
  /** False where the dialogue does not hold the answer: refusing is right, and `answers` is empty. */
  readonly answerable: boolean;
  /** The wrong answer that an unanswerable question tempts to. */
  readonly temptation?: string;
}

/** The id of a turn as a document: unique among conversations. */
export function turnDocumentId(conversation: string, turn: string): string {
  return `${conversation}/${turn}`;
}
