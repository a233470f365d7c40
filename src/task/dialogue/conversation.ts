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

/** What a question about a change expects memory to show, or not to show. */
export interface Expectation {
  /** Ids of the documents (`turnDocumentId`) that state it. */
  readonly turns: readonly string[];
  /** Values that state it, each as a word or a phrase. Absent if the data names turns only. */
  readonly values?: readonly string[];
}

/** `support` holds document ids (`turnDocumentId`). `type` is the category. */
export interface DialogueQuestion extends TaskQuestion {
  /** Whether the dialogue holds the answer. If not, `answers` is empty and refusing is correct. */
  readonly answerable: boolean;
  /** The wrong answer that an unanswerable question suggests. */
  readonly temptation?: string;
  /** What holds when the question is asked, for facts that change. */
  readonly current?: Expectation;
  /** What held before. */
  readonly superseded?: Expectation;
  /** What the speaker asked to forget. */
  readonly forgotten?: Expectation;
  /** The two sides of a contradiction. */
  readonly sides?: readonly [first: Expectation, second: Expectation];
  /** Id of the turn after which the question is asked. Default: the end of the conversation. */
  readonly after?: string;
  /** Options of a multiple-choice question, the correct one among `answers`. */
  readonly options?: readonly string[];
}

/** Returns the id of a turn as a document, unique among conversations. */
export function turnDocumentId(conversation: string, turn: string): string {
  return `${conversation}/${turn}`;
}
