/**
 * The `PromptSet` contract: observations to messages.
 *
 * @module
 */
import type { View } from '../memory/view.ts';
import type { Observation } from '../task/observation.ts';
import type { PromptMessage } from './prompt-message.ts';

/** The parts of a prompt beside the observation. */
export interface PromptContext {
  readonly view: View;
  /** Number of entries that memory holds at most, if it is limited. */
  readonly capacity?: number;
}

/**
 * The prompts of one format. `render` is pure: the same observation and context give the same bytes. Texts of
 * documents, questions, entries and the scratchpad are data and cannot open or close a section (`asData`).
 */
export interface PromptSet {
  /** Name of the codec that reads the replies. */
  readonly name: string;
  /** Versions of the prompts that the set is made of. Recorded in trajectories. */
  readonly version: string;
  /** Texts of the examples in the prompts, and parts of the instructions. A policy rejects entries that copy one. */
  readonly examples?: readonly string[];
  /** @throws AtomMemError `unsupported-observation` for a stage that the format cannot express. */
  render(observation: Observation, context: PromptContext): readonly PromptMessage[];
}
