/**
 * `memoryToolSet`: framework-independent memory tools. Adapters map over them.
 *
 * @module
 */
import type { Memory } from '../../memory/memory.ts';
import { OPERATION_NAMES, type OperationName } from '../../memory/operation.ts';
import { AtomMemError } from '../../shared/error.ts';
import { runInOrder } from './call-queue.ts';
import { type MemoryCallOptions, runMemoryCall } from './memory-calls.ts';
import { defineMemoryTools, type MemoryToolDefinition, type MemoryToolStyle } from './tool-definitions.ts';
import { type MemoryToolResult, refuse } from './tool-result.ts';

export interface MemoryToolOptions {
  /** Four tools, or one tool `memory` with a field `op` (about 300 tokens instead of 450). Default: `'crud'`. */
  readonly tools?: MemoryToolStyle;
  /** Maximum entries per read. Default: 8, at most 20. */
  readonly limit?: number;
  /** Maximum characters per read. Default: 4,000. */
  readonly maxCharacters?: number;
  /** Maximum characters of a stored text. Default: 4,000. */
  readonly maxTextLength?: number;
  /** Actor recorded in the log. Default: `'tool'`. */
  readonly actor?: string;
  /** Leaves out the tools that write. Default: false. */
  readonly readonly?: boolean;
  /** Receives errors of the store and the embedder. The model only reads that the memory is unavailable. */
  readonly onError?: (error: unknown) => void;
}

/** A tool with its implementation. */
export interface MemoryTool extends MemoryToolDefinition {
  /** Runs the tool. Any input gives a result; nothing is thrown. */
  execute(input: unknown, options?: { readonly signal?: AbortSignal }): Promise<MemoryToolResult>;
}

/**
 * Returns the memory tools for any framework: name, description, JSON schema and `execute`. Calls run in sequence.
 * Refusals and store failures are results with a text for the model.
 *
 * @throws AtomMemError `bad-option`
 * @example
 * import { createMemory } from 'atommem';
 *
 * const [create] = memoryToolSet(createMemory());
 * await create.execute({ text: 'Ada prefers trains.' }); // { ok: true, id: 'm1', text: 'Created m1.' }
 */
export function memoryToolSet(memory: Memory, options: MemoryToolOptions = {}): readonly MemoryTool[] {
  const { tools = 'crud', readonly = false, actor = 'tool', onError } = options;
  if (tools !== 'crud' && tools !== 'single') throw badOption('tools', tools, ['crud', 'single']);
  const settings: MemoryCallOptions = {
    limit: checkCount('limit', options.limit ?? 8, 1, 20),
    maxCharacters: checkCount('maxCharacters', options.maxCharacters ?? 4000, 200, 1_000_000),
    maxTextLength: checkCount('maxTextLength', options.maxTextLength ?? 4000, 1, 1_000_000),
    actor,
    readonly,
  };
  return defineMemoryTools(tools, settings.maxTextLength, readonly).map((definition) => ({
    ...definition,
    execute: (input, { signal } = {}) =>
      execute(memory, definition.name, input, settings, { signal, onError }),
  }));
}

async function execute(
  memory: Memory,
  name: string,
  input: unknown,
  settings: MemoryCallOptions,
  { signal, onError }: { readonly signal?: AbortSignal } & Pick<MemoryToolOptions, 'onError'>,
): Promise<MemoryToolResult> {
  const fields = typeof input === 'object' && input !== null ? (input as Record<string, unknown>) : {};
  const op = name === 'memory' ? fields.op : name.slice('memory_'.length);
  if (!isOperationName(op)) return refuse('bad-input', `Give "op": one of ${OPERATION_NAMES.join(', ')}.`);
  try {
    return await runInOrder(memory, async () => {
      signal?.throwIfAborted();
      return runMemoryCall(memory, { ...fields, op }, settings, signal);
    });
  } catch (error) {
    if (signal?.aborted) return refuse('aborted', 'The call was cancelled.');
    onError?.(error);
    return refuse(
      'unavailable',
      'The memory cannot be reached now. Go on without it, and say so if it matters.',
    );
  }
}

function isOperationName(value: unknown): value is OperationName {
  return OPERATION_NAMES.some((name) => name === value);
}

function checkCount(option: string, value: number, least: number, most: number): number {
  if (Number.isInteger(value) && value >= least && value <= most) return value;
  throw new AtomMemError('bad-option', {
    problem: `"${option}" is ${value}`,
    remedy: `Give a whole number from ${least} to ${most}`,
    details: { option, value },
  });
}

function badOption(option: string, value: unknown, accepted: readonly string[]): Error {
  return new AtomMemError('bad-option', {
    problem: `"${option}" is ${JSON.stringify(value)}`,
    remedy: `Give one of ${accepted.map((name) => `"${name}"`).join(', ')}`,
    details: { option, value, accepted },
  });
}
