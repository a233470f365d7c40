/**
 * Results of memory tools: an object for the program and a short text for the model.
 *
 * @module
 */
import type { Entry, EntryId } from '../../memory/entry.ts';
import type { Refusal } from '../../memory/operation.ts';

/** Reason of a refused call: from the memory, or from the tool itself. */
export type ToolRefusal = Refusal | 'bad-input' | 'text-too-long' | 'read-only' | 'unavailable' | 'aborted';

/** The result of a memory tool. Tools never throw. */
export type MemoryToolResult = MemoryToolSuccess | MemoryToolRefusal;

export interface MemoryToolSuccess {
  readonly ok: true;
  /** The text for the model. */
  readonly text: string;
  /** The entry that was created, updated or deleted. */
  readonly id?: EntryId;
  /** Entries found by a read, best first, uncut. */
  readonly entries?: readonly Entry[];
}

export interface MemoryToolRefusal {
  readonly ok: false;
  readonly reason: ToolRefusal;
  /** The text for the model: the problem, then the fix. */
  readonly text: string;
}

export function refuse(reason: ToolRefusal, text: string): MemoryToolRefusal {
  return { ok: false, reason, text };
}
