/**
 * The prompts of AtomMem-8B.
 *
 * @module
 */
import type { PromptMessage } from '../prompt/prompt-message.ts';
import type { PromptSet } from '../prompt/prompt-set.ts';
import { requireStreamObservation } from '../task/observation.ts';
import { ATOMMEM_8B_ANSWER_VERSION, renderAtomMem8bAnswer } from './atommem-8b-answer.ts';
import { ATOMMEM_8B_MEMORISE_VERSION, renderAtomMem8bMemorise } from './atommem-8b-memorise.ts';
import { ATOMMEM_8B_SYSTEM_VERSION, renderAtomMem8bSystem } from './atommem-8b-system.ts';
import { ATOMMEM_8B_VIEW_VERSION, type Truncate } from './atommem-8b-view.ts';

/**
 * The shape of the prompt. The checkpoint has seen both: `native`, a system and a user message (reinforcement
 * learning), and `flattened`, one user message that holds the role words of the chat template as plain lines
 * (supervised data and stand-alone evaluation).
 */
export type PromptShape = 'native' | 'flattened';

const VERSION = [
  ATOMMEM_8B_SYSTEM_VERSION,
  ATOMMEM_8B_VIEW_VERSION,
  ATOMMEM_8B_MEMORISE_VERSION,
  ATOMMEM_8B_ANSWER_VERSION,
].join('.');

/**
 * Creates the prompts of the released checkpoint, with its order of parts, its literals and its limits.
 *
 * @param options.truncate cuts the list of memories to the released limit of 4096 tokens.
 * @param options.shape default: `native`, the shape of the checkpoint's last training.
 */
export function createAtomMem8bPrompts({
  truncate,
  shape = 'native',
}: {
  readonly truncate: Truncate;
  readonly shape?: PromptShape;
}): PromptSet {
  return {
    name: 'atommem-8b',
    version: `atommem-8b/${VERSION}/${shape}`,
    render(observation, { view, capacity }) {
      const user =
        observation.stage === 'memorise'
          ? renderAtomMem8bMemorise(observation, view, truncate)
          : renderAtomMem8bAnswer(requireStreamObservation(observation, 'atommem-8b'), view, truncate);
      const system = renderAtomMem8bSystem(capacity);
      return shape === 'flattened' ? flatten(system, user) : messages(system, user);
    },
  };
}

function messages(system: string, user: string): readonly PromptMessage[] {
  return [
    { role: 'system', content: system },
    { role: 'user', content: user },
  ];
}

function flatten(system: string, user: string): readonly PromptMessage[] {
  return [{ role: 'user', content: `system\n${system}\nuser\n${user}\nassistant\n` }];
}
