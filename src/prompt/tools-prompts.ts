/**
 * The prompts of the `tools` format.
 *
 * @module
 */
import { createPromptSet } from './create-prompt-set.ts';
import type { PromptSet } from './prompt-set.ts';
import { renderToolsSystem, TOOLS_SYSTEM_VERSION } from './tools-system.ts';

/** Prompts for models that call tools natively. */
export const toolsPrompts: PromptSet = createPromptSet({
  name: 'tools',
  systemVersion: TOOLS_SYSTEM_VERSION,
  renderSystem: renderToolsSystem,
  wording: {
    action: 'tool call',
    read: 'memory_read',
    answer: 'final_answer',
    tool: 'any tool that is not a memory tool',
    listsTools: false,
  },
});
