/**
 * `memoryInputFilter`: recalls entries before every model call of an OpenAI Agents run.
 *
 * @module
 */
import type { AgentInputItem, CallModelInputFilter } from '@openai/agents-core';
import { type RecallBlockOptions, recallBlock } from '../../ai/recall-block.ts';
import type { Memory } from '../../memory/memory.ts';

export interface MemoryInputFilterOptions extends RecallBlockOptions {
  /** Receives errors of the store and the embedder. The call continues without memory. */
  readonly onError?: (error: unknown) => void;
}

/**
 * Returns a `callModelInputFilter` that adds relevant entries to the instructions. The instructions are rebuilt for
 * every call, so the block never grows and never reaches the session.
 *
 * @example
 * await run(agent, input, { callModelInputFilter: memoryInputFilter(memory) });
 */
export function memoryInputFilter(
  memory: Memory,
  { onError, ...options }: MemoryInputFilterOptions = {},
): CallModelInputFilter {
  return async ({ modelData }) => {
    try {
      const text = await recallBlock(memory, readLastUserText(modelData.input), options);
      if (text === '') return modelData;
      const { instructions } = modelData;
      return { ...modelData, instructions: instructions ? `${instructions}\n\n${text}` : text };
    } catch (error) {
      onError?.(error);
      return modelData;
    }
  };
}

function readLastUserText(input: readonly AgentInputItem[]): string {
  const last = input.findLast((item) => 'role' in item && item.role === 'user');
  return last === undefined ? '' : readItemText(last);
}

/** Returns the text of an item. Empty for calls and results. */
export function readItemText(item: AgentInputItem): string {
  const content = 'content' in item ? item.content : undefined;
  if (typeof content === 'string') return content;
  if (!Array.isArray(content)) return '';
  return content
    .flatMap((part: { readonly text?: unknown }) => (typeof part.text === 'string' ? [part.text] : []))
    .join('\n');
}
