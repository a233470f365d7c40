/**
 * Inputs of memory tools that are a bare text or number, or a list of arguments.
 *
 * @module
 */
import type { ToolNames } from './tool-names.ts';

/** A bare text or number as the one field of a memory tool. Other tools keep what was written. */
export function toPlainInput(value: unknown, name: string, names: ToolNames): unknown {
  const tool = names.find(name);
  if (tool?.kind !== 'memory' || (typeof value !== 'string' && typeof value !== 'number')) return value;
  if (tool.name === 'memory_delete') return { slot: value };
  return { [tool.name === 'memory_read' ? 'query' : 'text']: value };
}

/** Fields of arguments without a name. */
const POSITIONS: Readonly<Record<string, readonly string[]>> = {
  memory_create: ['text'],
  memory_read: ['query'],
  memory_update: ['slot', 'text'],
  memory_delete: ['slot'],
  scratchpad_write: ['text'],
  final_answer: ['text'],
};

/** Returns the field of an argument by its position; `undefined` beyond the last. */
export function readPosition(tool: string, index: number): string | undefined {
  return (Object.hasOwn(POSITIONS, tool) ? POSITIONS[tool]! : ['text'])[index];
}

/** A list of arguments, such as `["A"]` or `[{"text": "A"}]`, as the fields of a memory tool. */
export function toListInput(
  list: readonly unknown[],
  name: string,
  names: ToolNames,
): Readonly<Record<string, unknown>> | undefined {
  const tool = names.find(name);
  if (tool?.kind !== 'memory' || list.length === 0) return undefined;
  const [only] = list;
  if (list.length === 1 && typeof only === 'object' && only !== null && !Array.isArray(only))
    return only as Readonly<Record<string, unknown>>;
  const fields = list.map((value, index) => [readPosition(tool.name, index), value] as const);
  if (!fields.every(([field, value]) => field !== undefined && typeof value !== 'object')) return undefined;
  return Object.fromEntries(fields);
}
