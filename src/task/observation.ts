/**
 * The observation that an environment shows to a policy in one step.
 *
 * @module
 */
import { AtomMemError } from '../shared/error.ts';
import type { ToolDefinition, ToolResult } from './tool.ts';

/** A piece of text with a name: a benchmark paragraph, a file, a turn of a dialogue, a web page. */
export interface SourceDocument {
  readonly id: string;
  readonly title: string;
  readonly text: string;
}

/** A question of a task. Accepted answers stay with the task and never reach a policy. */
export interface Question {
  readonly id: string;
  readonly text: string;
}

/** One window of a document stream. */
export interface Chunk {
  /** 0-based position in the stream. */
  readonly index: number;
  /** Number of chunks in the stream. */
  readonly count: number;
  /** The text as the policy reads it, with the overlap of neighbouring chunks. */
  readonly text: string;
  /** Documents that are wholly or partly in this window, in order. */
  readonly documents: readonly SourceDocument[];
}

/** The observation of one step. The `View` of memory is shown beside it. */
export type Observation = MemoriseObservation | AnswerObservation | ActObservation;

/** Observations of tasks that show documents and ask questions. */
export type StreamObservation = MemoriseObservation | AnswerObservation;

/** A chunk to memorise. */
export interface MemoriseObservation {
  readonly stage: 'memorise';
  /** The questions that are known while the stream is read. */
  readonly questions: readonly Question[];
  readonly chunk: Chunk;
  /** Steps already taken at this chunk. */
  readonly turn: number;
  /** Reads that are still allowed in a row before the next write. */
  readonly readsLeft: number;
  /** Reads in a row so far. */
  readonly readsUsed: number;
}

/** A question to answer from memory. */
export interface AnswerObservation {
  readonly stage: 'answer';
  readonly question: Question;
  /** 0-based position of the question in the task. */
  readonly index: number;
  /** Steps already taken at this question. */
  readonly turn: number;
  readonly readsLeft: number;
  readonly readsUsed: number;
}

/** A situation to act in. */
export interface ActObservation {
  readonly stage: 'act';
  /** The goal of the task, in the words of its author. */
  readonly instructions: string;
  readonly questions: readonly Question[];
  /** Steps already taken in the task. */
  readonly turn: number;
  readonly readsLeft: number;
  readonly readsUsed: number;
  readonly situation: Situation;
}

/** The state of the world as an acting policy sees it. */
export interface Situation {
  /** The situation as text: what the last tool call returned, and what the task shows of its state. */
  readonly content: string;
  /** Tools that the policy may call now. */
  readonly tools: readonly ToolDefinition[];
  /** Steps left, this one included. */
  readonly turnsLeft: number;
  /** Documents shown in `content`. Entries written from here on can name them as sources. */
  readonly documents?: readonly SourceDocument[];
  /** The result of the latest tool call. Its text is also part of `content`. */
  readonly result?: ToolResult;
}

/**
 * Narrows an observation for a policy that reads documents and answers questions but calls no tools.
 *
 * @param reader names the policy in the error.
 * @throws AtomMemError `unsupported-observation` if the task asks for tool calls.
 */
export function requireStreamObservation<Seen extends Observation>(
  observation: Seen,
  reader: string,
): Exclude<Seen, ActObservation> {
  if (observation.stage !== 'act') return observation as Exclude<Seen, ActObservation>;
  throw new AtomMemError('unsupported-observation', {
    problem: `${reader} reads documents and answers questions, but the task asks for tool calls (stage "act")`,
    remedy: 'Use a policy with an `act` handler (`definePolicy`), or a language model',
    details: { stage: observation.stage, reader },
  });
}
