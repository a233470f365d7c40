import { paperPrompts, toolCallsPrompts } from '../prompt/paper-prompts.ts';
import type { PromptSet } from '../prompt/prompt-set.ts';
import { createAtomMem8bPrompts, type PromptShape } from '../released/atommem-8b-prompts.ts';
import type { Truncate } from '../released/atommem-8b-view.ts';

/** What the prompts of `atommem-8b` need; the others need nothing. */
export interface PromptOptions {
  readonly truncate: Truncate;
  readonly shape?: PromptShape;
}

/**
 * The prompts that go with a codec.
 *
 * @throws for an unknown name, listing the known ones.
 * @example
 * const truncate = (text, tokens) => tokenizer.decode(tokenizer.encode(text).slice(0, tokens));
 * createPrompts('atommem-8b', { truncate, shape: 'flattened' });
 */
export function createPrompts(name: string, options: PromptOptions): PromptSet {
  switch (name) {
    case 'paper':
      return paperPrompts;
    case 'atommem-8b':
      return createAtomMem8bPrompts(options);
    case 'tool-calls':
      return toolCallsPrompts;
    default:
      throw new Error(`unknown prompts "${name}"; choose one of paper, atommem-8b, tool-calls`);
  }
}
