import type { Failure, PromptMessage, Usage } from '../policy/policy.ts';
import type { WorkflowRole } from '../prompt/workflow-prompt.ts';

export interface AskOptions {
  /** Name and version of the prompt, for records. */
  readonly prompt: string;
  /** Most tokens of the reply, where the workflow's published form sets a limit of its own. */
  readonly maxOutputTokens?: number;
  readonly signal?: AbortSignal;
}

/** What came back from a model. A failure is data; its `usage` counts the calls that were begun. */
export interface AskResult {
  readonly text: string;
  readonly usage: Usage;
  /** The reply ran into its limit of tokens. */
  readonly cut?: boolean;
  readonly failure?: Failure;
}

/** The one way in which workflows reach a model: messages in, text out. Does not throw. */
export type Ask = (
  role: WorkflowRole,
  messages: readonly PromptMessage[],
  options: AskOptions,
) => Promise<AskResult>;
