/**
 * `released()`, the format of the released checkpoint AtomMem-8B.
 *
 * @module
 */
import type { Format } from '../format/format.ts';
import { type Atommem8bOptions, createAtommem8bCodec } from './atommem-8b-codec.ts';
import { createAtomMem8bPrompts, type PromptShape } from './atommem-8b-prompts.ts';
import type { Truncate } from './atommem-8b-view.ts';

/** Options of `released`. */
export interface ReleasedOptions extends Atommem8bOptions {
  /**
   * Cuts the list of shown entries to the released limit of 4096 tokens. Pass the tokenizer of the
   * checkpoint to get its exact prompts. Default: four characters count as one token.
   */
  readonly truncate?: Truncate;
  /** Default `native`, the shape of the checkpoint's last training. */
  readonly shape?: PromptShape;
}

/**
 * Creates the format of the released checkpoint AtomMem-8B: its tags, its prompts and its limits.
 *
 * @example
 * const { codec } = released();
 * codec.parse('<add_memory>Ada was born in London.</add_memory>').operations;
 */
export function released(options: ReleasedOptions = {}): Format {
  const { truncate = truncateByCharacters, shape, ...codecOptions } = options;
  return {
    name: 'atommem-8b',
    codec: createAtommem8bCodec(codecOptions),
    prompts: createAtomMem8bPrompts({ truncate, shape }),
    calls: 'text',
  };
}

function truncateByCharacters(text: string, tokens: number): string {
  return text.slice(0, 4 * tokens);
}
