/**
 * `Format`: how a model writes its operations, together with the prompts that teach it.
 *
 * @module
 */
import type { Codec } from '../codec/codec.ts';
import type { PromptContext, PromptSet } from '../prompt/prompt-set.ts';
import type { JsonObject } from '../shared/json.ts';
import type { Observation } from '../task/observation.ts';

/**
 * A codec and its prompts. They belong together: a model that is taught one syntax and read in another
 * remembers nothing.
 */
export interface Format {
  /** Recorded in trajectories. */
  readonly name: string;
  readonly codec: Codec;
  readonly prompts: PromptSet;
  /**
   * `native`: the model gets the operations as tools and calls them through its API. `text`: it writes its
   * whole reply as text.
   */
  readonly calls: 'text' | 'native';
  /** Reading unit of policies with this format. Default: `chunk`. */
  readonly unit?: 'chunk' | 'document';
  /** Maximum number of tokens in a reply. Default: the policy's. */
  readonly maxOutputTokens?: number;
  /**
   * Whether plain text counts as the answer when a question is asked, and an unreadable reply is asked for again with
   * a line that says what was wrong. Default: no, as in the released agent.
   */
  readonly lenient?: boolean;
  /** Describes the replies that are allowed in a step, for models that accept such a constraint. */
  constrain?(observation: Observation, context: PromptContext): Constraint;
}

/** The replies that a format allows. A model uses the form that it supports. */
export interface Constraint {
  /** A grammar in GBNF, the notation of llama.cpp. */
  readonly grammar?: string;
  /** A JSON schema. */
  readonly schema?: JsonObject;
}
