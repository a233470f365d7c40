import type { Operation, Refusal } from '../memory/operation.ts';
import type { Observation, Question, SourceDocument } from './observation.ts';

/** A question with what is needed to score it. */
export interface TaskQuestion extends Question {
  /** Accepted answers, the official one first; empty where there is no gold answer. */
  readonly answers: readonly string[];
  /** Ids of the documents that hold the evidence; empty where unknown. */
  readonly support: readonly string[];
  /** The data set's own kind of question ("bridge", "comparison", "2hop" …). */
  readonly type?: string;
}

/** What the environment needs to know of a step that was taken. */
export interface StepOutcome {
  /** Operations of the reply with whether each was applied, in order. */
  readonly effects: readonly { readonly operation: Operation; readonly applied: boolean }[];
  readonly answers: readonly string[];
  /** The policy asked to go on to the next chunk. */
  readonly readOn: boolean;
  /** The reply held nothing that could be read as an action. */
  readonly silent: boolean;
  /** The reply held a malformed action. */
  readonly malformed: boolean;
  /** A Read was answered at once (`readTiming: 'same-step'`): the same observation is due again. */
  readonly lookAgain: boolean;
}

/** An answer that counts. */
export interface GivenAnswer {
  /** 0-based place of the question in the task. */
  readonly index: number;
  readonly text: string;
}

/** One run through a task. Single-use: a fresh one for every episode. */
export interface Environment {
  /** What the policy sees now; `null` when the task is over. */
  observe(): Observation | null;
  /** A query that the memory should stand at before this observation, where the task poses one. */
  posed(): string | null;
  /** Asked before each operation, in order: the task's own rules (the query limit). */
  admit(operation: Operation): Refusal | undefined;
  /** Takes the step in; returns the answers that count. */
  act(outcome: StepOutcome): readonly GivenAnswer[];
  /** Steps after which the episode ends in any case. */
  readonly turnCap: number;
}

/** A thing to do: questions, and a world to read. */
export interface Task {
  readonly id: string;
  readonly kind: 'document-stream' | 'dialogue' | 'web' | 'lab';
  /** Data set or source of the questions, for grouping results. */
  readonly dataset: string;
  readonly questions: readonly TaskQuestion[];
  /** The documents that the stream shows, in its order. */
  readonly documents: readonly SourceDocument[];
  open(): Environment;
}
