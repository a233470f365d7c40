/**
 * The contract between a task and the agent loop.
 *
 * @module
 */
import type { Admission } from '../memory/admission.ts';
import type { Operation } from '../memory/operation.ts';
import type { Action } from './action.ts';
import type { Observation, Question, SourceDocument } from './observation.ts';

/** A question with what is needed to score it. */
export interface TaskQuestion extends Question {
  /** Accepted answers, the official one first. Empty if there is no gold answer. */
  readonly answers: readonly string[];
  /** Ids of the documents that hold the evidence. Empty if unknown. */
  readonly support: readonly string[];
  /** The data set's own kind of question ("bridge", "comparison", "2hop" …). */
  readonly type?: string;
}

/** Facts about a step that the environment receives. */
export interface StepOutcome {
  readonly action: Action;
  /** Operations of the reply, in order, with whether each was applied. */
  readonly effects: readonly { readonly operation: Operation; readonly applied: boolean }[];
  /** The reply holds neither an operation nor an answer. */
  readonly silent: boolean;
  /** The reply holds a malformed action. */
  readonly malformed: boolean;
  /** A Read was answered at once (`readTiming: 'same-step'`), so the same observation is shown again. */
  readonly lookAgain: boolean;
  /** Aborts tools that are still running. */
  readonly signal?: AbortSignal;
}

/** An answer that counts. */
export interface GivenAnswer {
  /** 0-based position of the question in the task. */
  readonly index: number;
  readonly text: string;
}

/** One run through a task. Every episode opens a fresh one. */
export interface Environment {
  /** Returns what the policy sees now, or `null` when the task is over. */
  observe(): Observation | null;
  /** Returns the query to set before this observation, or `null` to keep the current one. */
  posed(): string | null;
  /**
   * Sorts the operations of a reply by the task's own rules, before memory is written. The result holds the
   * very objects that were passed in.
   */
  admit(operations: readonly Operation[]): Admission;
  /** Takes the step and returns the answers that count. Runs the tool that the action names. */
  act(outcome: StepOutcome): readonly GivenAnswer[] | Promise<readonly GivenAnswer[]>;
  /** Returns the reward of the episode. Asked once, at the end. Absent or `undefined`: the task has none. */
  reward?(): number | undefined | Promise<number | undefined>;
  /** Returns how the task ended. Asked once, at the end. Absent: only the runner's reason is recorded. */
  ending?(): TaskEnding;
  /** Steps after which the episode ends in any case. */
  readonly turnCap: number;
}

/** How a task ended, in its own words. */
export interface TaskEnding {
  readonly name: string;
  /** A failure of the outside world that makes the answers worthless. The episode then counts as failed. */
  readonly failure?: TaskFailure;
}

/** A failure of a tool or server that a task depends on. */
export interface TaskFailure {
  readonly boundary: 'tool';
  readonly kind: 'timeout' | 'network' | 'refused' | 'server' | 'malformed' | 'aborted' | 'unknown';
  readonly message: string;
}

export interface OpenOptions {
  /** Seed of whatever is random in the task. Default: the task's own choice, the same every time. */
  readonly seed?: number;
}

/** Something to do: documents to read and questions to answer, or a situation to act in. */
export interface Task {
  readonly id: string;
  /** Name of the kind of task: `document-stream`, `dialogue`, `web`, `lab`, `custom`, or any other. */
  readonly kind: string;
  /** Data set or source, for grouping results. */
  readonly dataset: string;
  readonly questions: readonly TaskQuestion[];
  /** Documents that the task shows, in order. */
  readonly documents: readonly SourceDocument[];
  /** The instructions for an acting policy. */
  readonly instructions?: string;
  open(options?: OpenOptions): Environment;
}
