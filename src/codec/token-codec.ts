/**
 * The `TokenCodec` contract: observations and replies as token ids.
 *
 * @module
 */
import type { Operation } from '../memory/operation.ts';
import type { View } from '../memory/view.ts';
import type { ToolCall } from '../task/action.ts';
import type { Observation } from '../task/observation.ts';
import type { ParsedReply } from './codec.ts';

/** Turns observations into token ids, and token ids into operations, for policies that an engine runs. */
export interface TokenCodec {
  readonly name: string;
  /** Ids that end a reply. */
  readonly stop: readonly number[];
  /** Largest number of tokens in a reply, including the stop token. */
  readonly maxReplyTokens: number;
  /** Largest number of tokens in a prompt. The engine's context must hold a prompt and a reply. */
  readonly maxPromptTokens: number;
  /** Writes the prompt for one step. */
  encode(observation: Observation, view: View): readonly number[];
  /** Reads a reply to that prompt. Total: every list of ids gives a `ParsedReply`. */
  parse(tokens: readonly number[], observation: Observation, view: View): ParsedReply;
  /** Writes a reply that `parse` reads as these operations and answers. Leaves out what does not fit. */
  render(reply: WrittenReply, observation: Observation, view: View): readonly number[];
  /** Returns the tokens as readable text. */
  text(tokens: readonly number[]): string;
}

export interface WrittenReply {
  readonly operations: readonly Operation[];
  readonly answers?: readonly string[];
  readonly tool?: ToolCall;
}
