/**
 * The prompts of the `tags` format.
 *
 * @module
 */
import { createPromptSet } from './create-prompt-set.ts';
import type { PromptSet } from './prompt-set.ts';
import { renderTagsSystem, TAGS_SYSTEM_VERSION } from './tags-system.ts';

/** Prompts that teach one tag for each operation. */
export const tagsPrompts: PromptSet = createPromptSet({
  name: 'tags',
  systemVersion: TAGS_SYSTEM_VERSION,
  renderSystem: renderTagsSystem,
  wording: {
    action: 'tag',
    read: '<read_memory>',
    answer: '<final_answer>',
    tool: '<use_tool name="TOOL">{"FIELD": "VALUE"}</use_tool>',
    listsTools: true,
  },
});
