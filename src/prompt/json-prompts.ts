/**
 * The prompts of the `json` format.
 *
 * @module
 */
import { createPromptSet } from './create-prompt-set.ts';
import { JSON_SYSTEM_VERSION, renderJsonSystem } from './json-system.ts';
import type { PromptSet } from './prompt-set.ts';

/** Prompts that ask for a JSON array of operations. */
export const jsonPrompts: PromptSet = createPromptSet({
  name: 'json',
  systemVersion: JSON_SYSTEM_VERSION,
  renderSystem: renderJsonSystem,
  wording: {
    action: 'operation',
    read: '{"op": "read"}',
    answer: '{"op": "answer"}',
    tool: '{"op": "tool", "name": "TOOL", "input": {"FIELD": "VALUE"}}',
    listsTools: true,
  },
});
