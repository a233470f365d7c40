import { requireStreamObservation } from '../task/observation.ts';
import { ANSWER_VERSION, renderAnswer } from './answer.ts';
import { MEMORISE_VERSION, renderMemorise } from './memorise.ts';
import { MEMORY_GUIDE_VERSION } from './memory-guide.ts';
import { PAPER_SYSTEM_VERSION, renderPaperSystem } from './paper-system.ts';
import type { PromptSet } from './prompt-set.ts';
import { SHOWN_MEMORY_VERSION, type Wording } from './shown-memory.ts';
import { renderToolCallsSystem, TOOL_CALLS_SYSTEM_VERSION } from './tool-calls-system.ts';

const SHARED_VERSION = [MEMORY_GUIDE_VERSION, SHOWN_MEMORY_VERSION, MEMORISE_VERSION, ANSWER_VERSION].join(
  '.',
);

/** The prompts of the project's own dialect: stable text first, volatile text last. */
export const paperPrompts: PromptSet = createPromptSet('paper', PAPER_SYSTEM_VERSION, renderPaperSystem, {
  action: 'tag',
  read: '<read_memory>',
  answer: '<final_answer>',
});

/** The same prompts for models that act by tool calls. */
export const toolCallsPrompts: PromptSet = createPromptSet(
  'tool-calls',
  TOOL_CALLS_SYSTEM_VERSION,
  renderToolCallsSystem,
  { action: 'tool call', read: 'memory_read', answer: 'final_answer' },
);

function createPromptSet(
  name: string,
  systemVersion: number,
  renderSystem: (capacity?: number) => string,
  wording: Wording,
): PromptSet {
  return {
    name,
    version: `${name}/${systemVersion}.${SHARED_VERSION}`,
    render(observation, { view, capacity }) {
      const user =
        observation.stage === 'memorise'
          ? renderMemorise(observation, view, wording)
          : renderAnswer(requireStreamObservation(observation, name), view, wording);
      return [
        { role: 'system', content: renderSystem(capacity) },
        { role: 'user', content: user },
      ];
    },
  };
}
