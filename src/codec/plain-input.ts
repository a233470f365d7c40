/**
 * Inputs of memory tools that are a bare text or number.
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
