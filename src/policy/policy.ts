/**
 * The contract of a policy: what decides in every step.
 *
 * @module
 */
import type { Issue } from '../codec/codec.ts';
import type { Entry } from '../memory/entry.ts';
import type { Operation } from '../memory/operation.ts';
import type { MetaFilter } from '../memory/retriever.ts';
import type { View } from '../memory/view.ts';
import type { PromptMessage } from '../prompt/prompt-message.ts';
import type { JsonObject } from '../shared/json.ts';
import type { Action } from '../task/action.ts';
import type { Observation } from '../task/observation.ts';

export type { PromptMessage };

/** Tokens and calls of one step. `promptTokens` includes `cachedTokens`. */
export interface Usage {
  readonly modelCalls: number;
  readonly promptTokens: number;
  readonly cachedTokens: number;
  readonly completionTokens: number;
}

export const NO_USAGE: Usage = { modelCalls: 0, promptTokens: 0, cachedTokens: 0, completionTokens: 0 };

/** One call of a model inside a step, for policies that make several. */
export interface ModelCall {
  /** What the call is for. Costs are split by role. */
  readonly role: string;
  readonly prompt: readonly PromptMessage[];
  /** Absent if the call failed. */
  readonly text?: string;
  readonly usage: Usage;
  readonly failure?: Failure;
}

/** A failure of the outside world, such as a model server or an embedder. It is recorded, never thrown. */
export interface Failure {
  readonly boundary: 'model' | 'embedder' | 'store' | 'policy';
  readonly kind: 'timeout' | 'network' | 'refused' | 'server' | 'malformed' | 'aborted' | 'unknown';
  readonly message: string;
}

/** What a policy decides in one step. It is data: the agent loop applies the operations. */
export interface Reply {
  readonly operations: readonly Operation[];
  readonly action: Action;
  /** Problems in a model's text. Empty for policies that write operations directly. */
  readonly issues: readonly Issue[];
  readonly usage: Usage;
  /** The prompt and the reply as text, for policies that have them. */
  readonly prompt?: readonly PromptMessage[];
  readonly text?: string;
  /** Every model call of the step, for policies that make several. `usage` is their sum. */
  readonly calls?: readonly ModelCall[];
  /** Token ids and log-probabilities, for policies that an engine runs. */
  readonly tokens?: ReplyTokens;
  readonly failure?: Failure;
}

export interface ReplyTokens {
  readonly prompt: readonly number[];
  readonly reply: readonly number[];
  readonly logprobs: readonly number[];
}

export interface PolicyContext {
  /** What memory shows. Slot 1 of an operation is `view.entries[0]`. */
  readonly view: View;
  /** Most entries that memory can hold, if it is limited. */
  readonly capacity?: number;
  /** 0-based step of the episode. */
  readonly step: number;
  /** Model calls that the budget still allows, retries included. Absent without such a budget. */
  readonly callsLeft?: number;
  readonly signal?: AbortSignal;
  /**
   * Reads within the step, for workflows whose published form needs it. The Read is recorded and counted.
   * It changes neither the view nor the query.
   */
  read(
    query: string,
    options?: { readonly limit?: number; readonly filter?: MetaFilter },
  ): Promise<readonly Entry[]>;
  /** Returns every live entry, oldest first. Recorded and counted as one Read. */
  readAll(): Promise<readonly Entry[]>;
}

/**
 * Decides in every step what to do with memory and what to do in the task. Models, rules and trained weights
 * are all policies. `act` depends only on its arguments: what a policy needs later, it must write to memory.
 */
export interface Policy {
  readonly name: string;
  /** What the policy was made with, such as model, prompt versions and temperature. Recorded. */
  readonly settings?: JsonObject;
  /**
   * What the policy reads at a time: chunks of several documents, or one document or turn a chunk.
   * Default: `chunk`.
   */
  readonly unit?: 'chunk' | 'document' | 'turn';
  act(observation: Observation, context: PolicyContext): Promise<Reply>;
}
