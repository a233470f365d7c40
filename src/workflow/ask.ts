/**
 * The `Ask` contract: how workflows reach a model.
 *
 * @module
 */
import type { Issue } from '../codec/codec.ts';
import type { Failure, PromptMessage, Usage } from '../policy/policy.ts';
import type { WorkflowRole } from '../prompt/workflow-prompt.ts';

/** Details of one call. */
export interface AskOptions {
  /** Name and version of the prompt, for records. */
  readonly prompt: string;
  /** Largest number of tokens in the reply, if the published workflow sets one. */
  readonly maxOutputTokens?: number;
  /** Calls left in the episode's budget, retries included. Absent without such a budget. */
  readonly callsLeft?: number;
  readonly signal?: AbortSignal;
}

/** What came back. A failure is data. Its `usage` counts the calls that were begun. */
export interface AskResult {
  readonly text: string;
  readonly usage: Usage;
  /** The reply was cut at its limit of tokens. */
  readonly cut?: boolean;
  /** What the server's report says about the call, such as a cut prompt. */
  readonly issues?: readonly Pick<Issue, 'kind' | 'message'>[];
  readonly failure?: Failure;
}

/** Sends messages to a model and returns its text. Never throws. */
export type Ask = (
  role: WorkflowRole,
  messages: readonly PromptMessage[],
  options: AskOptions,
) => Promise<AskResult>;
