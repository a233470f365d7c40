import type { Operation } from '../memory/operation.ts';
import type { View } from '../memory/view.ts';
import type { ToolCall } from '../task/action.ts';
import type { Observation } from '../task/observation.ts';
import type { ParsedReply } from './codec.ts';

/**
 * Observations ⇄ token ids ⇄ operations: what stands between a policy that an engine runs and the agent
 * loop. A closed vocabulary and a language model's chat template are two implementations.
 */
export interface TokenCodec {
  readonly name: string;
  /** Ids that end a reply. */
  readonly stop: readonly number[];
  /** Most tokens of a reply, the stop token included. */
  readonly maxReplyTokens: number;
  /** Most tokens of a prompt; an engine's context must hold it and a reply. */
  readonly maxPromptTokens: number;
  /** The prompt for what a policy sees in one step. */
  encode(observation: Observation, view: View): readonly number[];
  /** Reads a reply to that prompt. Total: every list of ids gives a `ParsedReply`. */
  parse(tokens: readonly number[], observation: Observation, view: View): ParsedReply;
  /** Writes a reply that `parse` reads as these operations and answers; what does not fit is left out. */
  render(reply: WrittenReply, observation: Observation, view: View): readonly number[];
  /** Tokens as people read them. */
  text(tokens: readonly number[]): string;
}

export interface WrittenReply {
  readonly operations: readonly Operation[];
  readonly answers?: readonly string[];
  readonly tool?: ToolCall;
}
