/**
 * `Format`: how a model writes its operations, together with the prompts that teach it.
 *
 * @module
 */
import type { Codec } from '../codec/codec.ts';
import type { PromptSet } from '../prompt/prompt-set.ts';

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
}
