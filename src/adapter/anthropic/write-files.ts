/**
 * Writes the files of Anthropic's memory tool as entries.
 *
 * @module
 */
import { SCRATCHPAD } from '../../memory/entry.ts';
import type { Memory } from '../../memory/memory.ts';
import type { Operation } from '../../memory/operation.ts';
import { AtomMemError } from '../../shared/error.ts';
import { type MemoryFile, refuse, toContent } from './memory-files.ts';

/** Writes operations, or throws the message that the model reads. */
export interface FileWriter {
  write(operations: readonly Operation[], path: string): Promise<void>;
  /** Replaces the text of a file, unless it changed since it was read. */
  rewrite(file: MemoryFile, text: string): Promise<void>;
}

export function createFileWriter(memory: Memory, actor: string, maxLength: number): FileWriter {
  async function write(operations: readonly Operation[], path: string): Promise<void> {
    const longest = Math.max(0, ...operations.map((one) => ('text' in one ? one.text.length : 0)));
    if (longest > maxLength)
      throw refuse(
        path,
        `${path} would have ${longest} characters, and the limit is ${maxLength}`,
        'Split it into several files',
      );
    for (const effect of await memory.apply(operations, { actor })) {
      if (effect.applied) continue;
      const { reason } = effect;
      if (reason === 'version-conflict')
        throw refuse(path, `${path} has changed since it was read`, 'View it again');
      throw new AtomMemError('operation-refused', {
        problem: `${path} was not written (${reason})`,
        remedy: reason === 'over-capacity' ? 'Delete a file first' : 'Change the text',
        details: { reason },
      });
    }
  }
  return {
    write,
    rewrite({ id, path, version }, text) {
      const change: Operation =
        id === SCRATCHPAD
          ? { op: 'update', target: 'scratchpad', text, expectedVersion: version }
          : { op: 'update', target: { id }, expectedVersion: version, ...toContent(text, path) };
      return write([change], path);
    },
  };
}
