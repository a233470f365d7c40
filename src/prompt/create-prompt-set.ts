/**
 * Assembles the prompts of a format.
 *
 * @module
 */
import { ACT_VERSION, renderAct } from './act.ts';
import { ANSWER_VERSION, renderAnswer } from './answer.ts';
import { MEMORISE_VERSION, renderMemorise } from './memorise.ts';
import { EXAMPLE_TEXTS, MEMORY_GUIDE_VERSION } from './memory-guide.ts';
import type { PromptSet } from './prompt-set.ts';
import { SHOWN_MEMORY_VERSION, type Wording } from './shown-memory.ts';

const SHARED_VERSION = [
  ...[MEMORY_GUIDE_VERSION, SHOWN_MEMORY_VERSION],
  ...[MEMORISE_VERSION, ANSWER_VERSION, ACT_VERSION],
].join('.');

/** The parts of the prompts that differ between formats. */
export interface PromptSetOptions {
  readonly name: string;
  readonly systemVersion: number;
  readonly renderSystem: (capacity?: number) => string;
  readonly wording: Wording;
}

/** Creates prompts with stable text first and changing text last, so that servers can cache the beginning. */
export function createPromptSet({ name, systemVersion, renderSystem, wording }: PromptSetOptions): PromptSet {
  return {
    name,
    version: `${name}/${systemVersion}.${SHARED_VERSION}`,
    examples: Object.values(EXAMPLE_TEXTS),
    render(observation, { view, capacity }) {
      const user =
        observation.stage === 'memorise'
          ? renderMemorise(observation, view, wording)
          : observation.stage === 'answer'
            ? renderAnswer(observation, view, wording)
            : renderAct(observation, view, wording);
      return [
        { role: 'system', content: renderSystem(capacity) },
        { role: 'user', content: user },
      ];
    },
  };
}
