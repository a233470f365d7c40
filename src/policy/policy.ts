/**
 * The contract of a policy.
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

/** One model call inside a step, for policies that make several. */
export interface ModelCall {
  /** Purpose of the call. Costs are split by role. */
  readonly role: string;
  readonly prompt: readonly PromptMessage[];
  /** Absent if the call failed. */
  readonly text?: string;
  readonly usage: Usage;
  readonly failure?: Failure;
}

/** A failure of the outside world, such as a model server or an embedder. It is recorded, never thrown. */
export interface Failure {
  readonly boundary: 'model' | 'embedder' | 'store' | 'policy' | 'tool';
  readonly kind: 'timeout' | 'network' | 'refused' | 'server' | 'malformed' | 'aborted' | 'unknown';
  readonly message: string;
  /** Set if the server limits the rate of calls: the wait that it asks for in milliseconds, or 0 if it names none. */
  readonly retryAfter?: number;
}

/** The decision of a policy in one step. It is data: the agent loop applies the operations. */
export interface Reply {
  readonly operations: readonly Operation[];
  readonly action: Action;
  /** Problems in a model's text. Empty for policies that return operations directly. */
  readonly issues: readonly Issue[];
  readonly usage: Usage;
  /** The prompt and the reply as text, for policies that have them. */
  readonly prompt?: readonly PromptMessage[];
  readonly text?: string;
  /** Every model call of the step, for policies that make several. `usage` is their sum. */
  readonly calls?: readonly ModelCall[];
  /** Token ids and log-probabilities, for policies that run on an engine. */
  readonly tokens?: ReplyTokens;
  readonly failure?: Failure;
}

export interface ReplyTokens {
  readonly prompt: readonly number[];
  readonly reply: readonly number[];
  readonly logprobs: readonly number[];
}

export interface PolicyContext {
  /** The view of memory. Slot 1 of an operation is `view.entries[0]`. */
  readonly view: View;
  /** Maximum entries in memory, if limited. */
  readonly capacity?: number;
  /** Maximum characters of all entries and the scratchpad, if limited. */
  readonly characterCapacity?: number;
  /** 0-based step of the episode. */
  readonly step: number;
  /** Model calls left in the budget, retries included. Absent without such a budget. */
  readonly callsLeft?: number;
  readonly signal?: AbortSignal;
  /**
   * Reads within the step, for published workflows that require it. The Read is recorded and counted. It does not
   * change the view or the query.
   */
  read(
    query: string,
    options?: { readonly limit?: number; readonly filter?: MetaFilter },
  ): Promise<readonly Entry[]>;
  /**
   * Counts the entries, and the characters of entries and scratchpad. It lists all entries, so ask only under a limit.
   * `undefined` if the store fails. Absent if the host does not count.
   */
  countUsed?(): Promise<{ readonly entries: number; readonly characters: number } | undefined>;
  /**
   * Returns every live entry, oldest first, or only those whose metadata match `filter`. A host that cannot filter returns
   * all. The call is recorded and counted as one Read.
   */
  readAll(options?: { readonly filter?: MetaFilter }): Promise<readonly Entry[]>;
}

/**
 * Decides at every step how to change memory and how to act in the task. Models, rules and trained weights are all
 * policies. `act` depends only on its arguments, so a policy must write everything it needs later to memory.
 */
export interface Policy {
  readonly name: string;
  /** Settings such as model, prompt versions and temperature. Recorded. */
  readonly settings?: JsonObject;
  /**
   * Reading unit: chunks of several documents, or one document or turn per chunk. Default: `chunk`.
   */
  readonly unit?: 'chunk' | 'document' | 'turn';
  act(observation: Observation, context: PolicyContext): Promise<Reply>;
}
