import type { View } from '../memory/view.ts';
import type { Observation } from '../task/observation.ts';
import type { PromptMessage } from './prompt-message.ts';

/** What a prompt shows beside the environment's observation. */
export interface PromptContext {
  readonly view: View;
  /** Entries that the memory may hold, where it is limited. */
  readonly capacity?: number;
}

/**
 * The prompts of one dialect. Pure: the same observation and context give the same bytes. Texts of
 * documents, questions, entries and the scratchpad go in as data (`asData`).
 */
export interface PromptSet {
  /** Name of the codec that reads the replies. */
  readonly name: string;
  /** Versions of the prompts that it is made of; stands in trajectories. */
  readonly version: string;
  render(observation: Observation, context: PromptContext): readonly PromptMessage[];
}
