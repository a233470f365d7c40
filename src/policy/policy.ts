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
  /** What the model was asked to be: the key under which costs are split. */
  readonly role: string;
  readonly prompt: readonly PromptMessage[];
  /** Absent where the call failed. */
  readonly text?: string;
  readonly usage: Usage;
  readonly failure?: Failure;
}

/** A failure of the outside world (a model server, an embedder): data on the trajectory, not an exception. */
export interface Failure {
  readonly boundary: 'model' | 'embedder' | 'store' | 'policy';
  readonly kind: 'timeout' | 'network' | 'refused' | 'server' | 'malformed' | 'aborted' | 'unknown';
  readonly message: string;
}

/** What a policy says in one step. Data only: the agent loop applies the operations. */
export interface Reply {
  readonly operations: readonly Operation[];
  readonly action: Action;
  /** What was wrong with a model's text; empty for policies that write operations directly. */
  readonly issues: readonly Issue[];
  readonly usage: Usage;
  /** The exact prompt and text, for policies that have them. */
  readonly prompt?: readonly PromptMessage[];
  readonly text?: string;
  /** Every model call of the step in order, for policies that make several; `usage` is their sum. */
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
  /** The memory's part of the observation; slots of the reply mean places in `view.entries`. */
  readonly view: View;
  /** Entries that the memory may hold, where it is limited: a policy may say so in its prompt. */
  readonly capacity?: number;
  /** 0-based step of the episode. */
  readonly step: number;
  readonly signal?: AbortSignal;
  /**
   * A Read that is answered within the step, for fixed workflows whose published form needs it. It is
   * recorded and counted as a Read; it changes neither the view nor the standing query.
   */
  read(
    query: string,
    options?: { readonly limit?: number; readonly filter?: MetaFilter },
  ): Promise<readonly Entry[]>;
  /** Every live entry, oldest first: a Read of everything, recorded and counted as one Read. */
  readAll(): Promise<readonly Entry[]>;
}

/**
 * Decides at every step what to do with memory and what to do in the task. The contract holds for models,
 * rules and trained weights alike. `act` is a function of its arguments: what a policy wants to know later
 * it must write to memory.
 */
export interface Policy {
  readonly name: string;
  /** What it was made with (model, prompt versions, temperature …): stands in trajectories. */
  readonly settings?: JsonObject;
  /**
   * What a fixed workflow is fed in, as published; `document` and `turn` are one document a chunk. Absent
   * for policies that read chunks of any size.
   */
  readonly unit?: 'chunk' | 'document' | 'turn';
  act(observation: Observation, context: PolicyContext): Promise<Reply>;
}
