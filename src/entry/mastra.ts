/**
 * The entry `atommem/mastra`: tools and a processor for Mastra agents.
 *
 * @module
 */
export {
  type MastraMemoryProcessor,
  type MastraMessage,
  type MastraProcessorOptions,
  type MastraToolConfig,
  mastraMemoryProcessor,
  mastraMemoryTools,
} from '../adapter/mastra/mastra-memory.ts';
export type { MemoryToolOptions } from '../ai/tools/memory-tool-set.ts';
export type { MemoryToolStyle } from '../ai/tools/tool-definitions.ts';
export type { Memory } from '../memory/memory.ts';
export type { JsonObject, JsonValue } from '../shared/json.ts';
export type { Tokenizer } from '../task/tokenizer.ts';
