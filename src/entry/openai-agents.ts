/**
 * The entry `atommem/openai-agents`: tools, recall and sessions for OpenAI Agents. Needs `@openai/agents-core`, which
 * `@openai/agents` brings.
 *
 * @module
 */
export { agentMemoryTools } from '../adapter/openai-agents/agent-memory-tools.ts';
export {
  type MemoryInputFilterOptions,
  memoryInputFilter,
} from '../adapter/openai-agents/memory-input-filter.ts';
export { type MemorySessionOptions, memorySession } from '../adapter/openai-agents/memory-session.ts';
export type { MemoryToolOptions } from '../ai/tools/memory-tool-set.ts';
export type { MemoryToolStyle } from '../ai/tools/tool-definitions.ts';
export type { Memory } from '../memory/memory.ts';
export type { Store } from '../memory/store.ts';
export type { Clock } from '../shared/clock.ts';
export type { Tokenizer } from '../task/tokenizer.ts';
