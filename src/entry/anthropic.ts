/**
 * The entry `atommem/anthropic`: Anthropic's memory tool over a memory.
 *
 * @module
 */
export {
  type AnthropicMemoryHandlers,
  type AnthropicMemoryOptions,
  anthropicMemory,
} from '../adapter/anthropic/anthropic-memory.ts';
export type { Memory } from '../memory/memory.ts';
