/**
 * `anthropicMemory`: the six commands of Anthropic's memory tool (`memory_20250818`) over a memory.
 *
 * @module
 */
import { runInOrder } from '../../ai/tools/call-queue.ts';
import { SCRATCHPAD } from '../../memory/entry.ts';
import type { Memory } from '../../memory/memory.ts';
import { checkCommand } from './check-command.ts';
import {
  findFile,
  findUnique,
  formatFolder,
  listFiles,
  missing,
  numberLines,
  refuse,
  SCRATCHPAD_PATH,
  showFile,
  toContent,
} from './memory-files.ts';
import type { AnthropicMemoryHandlers } from './memory-handlers.ts';
import { isWithin, normalisePath, ROOT } from './virtual-path.ts';
import { createFileWriter } from './write-files.ts';

export interface AnthropicMemoryOptions {
  /** Actor recorded in the log. Default: `'anthropic'`. */
  readonly actor?: string;
  /** Maximum characters of a file. Default: 100,000. */
  readonly maxFileLength?: number;
}

/**
 * Returns handlers that store every file as one entry. `meta.path` holds the path. Entries of other tools appear as
 * `/memories/<id>.md`. Edits check the version that they read. If a command fails, its handler throws `AtomMemError`,
 * and the SDK passes the message to the model.
 *
 * @example
 * import { createMemory } from 'atommem';
 *
 * const tool = betaMemoryTool(anthropicMemory(createMemory({ store, namespace: `users/${userId}` })));
 */
export function anthropicMemory(
  memory: Memory,
  { actor = 'anthropic', maxFileLength = 100_000 }: AnthropicMemoryOptions = {},
): AnthropicMemoryHandlers {
  const { write, rewrite } = createFileWriter(memory, actor, maxFileLength);
  const handlers: AnthropicMemoryHandlers = {
    async view({ path: given, view_range: range }) {
      const path = normalisePath(given);
      const files = await listFiles(memory);
      const file = files.find((other) => other.path === path);
      if (file) {
        memory.noteShown([file], `viewed by ${actor}`);
        return showFile(file, range);
      }
      const inside = files.filter((other) => isWithin(other.path, path));
      if (inside.length === 0 && path !== ROOT) throw missing(path);
      return formatFolder(path, inside);
    },
    async create({ path: given, file_text: text }) {
      const path = normalisePath(given);
      const files = await listFiles(memory);
      if (path === ROOT || files.some((file) => isWithin(file.path, path)))
        throw refuse(path, `File ${path} already exists`, 'Edit it with str_replace or insert');
      await write(
        path === SCRATCHPAD_PATH
          ? [{ op: 'update', target: 'scratchpad', text }]
          : [{ op: 'create', ...toContent(text, path) }],
        path,
      );
      return `File created successfully at: ${path}`;
    },
    async str_replace({ path: given, old_str: before, new_str: after }) {
      const file = findFile(await listFiles(memory), normalisePath(given));
      const line = findUnique(file, before);
      const at = file.text.indexOf(before);
      const text = file.text.slice(0, at) + after + file.text.slice(at + before.length);
      await rewrite(file, text);
      const from = Math.max(0, line - 3);
      const snippet = numberLines(text.split('\n').slice(from, line + 2), from + 1);
      return `The memory file has been edited. Here is the snippet showing the change (with line numbers):\n${snippet}`;
    },
    async insert({ path: given, insert_line: line, insert_text: inserted }) {
      const file = findFile(await listFiles(memory), normalisePath(given));
      const lines = file.text.split('\n');
      if (!Number.isInteger(line) || line < 0 || line > lines.length)
        throw refuse(
          file.path,
          `Invalid \`insert_line\` parameter: ${line}`,
          `It should be within the range of lines of the file: [0, ${lines.length}]`,
        );
      lines.splice(line, 0, inserted.replace(/\n$/, ''));
      await rewrite(file, lines.join('\n'));
      return `The file ${file.path} has been edited.`;
    },
    async delete({ path: given }) {
      const path = normalisePath(given);
      if (path === ROOT)
        throw refuse(path, `Cannot delete the ${ROOT} directory itself`, 'Delete what is in it');
      const doomed = (await listFiles(memory)).filter((file) => isWithin(file.path, path));
      if (doomed.length === 0) throw missing(path);
      await write(
        doomed.map(({ id, version }) => ({
          op: 'delete',
          target: id === SCRATCHPAD ? 'scratchpad' : { id },
          expectedVersion: version,
        })),
        path,
      );
      return `Successfully deleted ${path}`;
    },
    async rename({ old_path: from, new_path: to }) {
      const [before, after] = [normalisePath(from), normalisePath(to)];
      if (before === ROOT)
        throw refuse(before, `Cannot rename the ${ROOT} directory itself`, 'Rename what is in it');
      const files = await listFiles(memory);
      const moved = files.filter((file) => isWithin(file.path, before));
      if (moved.length === 0) throw missing(before);
      if (after === ROOT || files.some((file) => isWithin(file.path, after)))
        throw refuse(after, `The destination ${after} already exists`, 'Choose another name');
      if (isWithin(after, before)) throw refuse(after, `${after} is inside ${before}`, 'Choose another name');
      if (moved.some(({ id }) => id === SCRATCHPAD) || after === SCRATCHPAD_PATH)
        throw refuse(before, `${SCRATCHPAD_PATH} cannot be renamed`, 'Create another file');
      await write(
        moved.map(({ id, version, path, text }) => ({
          op: 'update',
          target: { id },
          expectedVersion: version,
          ...toContent(text, after + path.slice(before.length)),
        })),
        after,
      );
      return `Successfully renamed ${before} to ${after}`;
    },
  };
  const queued = Object.entries(handlers).map(([name, run]) => [
    name,
    (command: never) =>
      runInOrder(memory, async () => {
        checkCommand(name as keyof typeof handlers, command);
        return (run as (command: never) => Promise<string>)(command);
      }),
  ]);
  return Object.fromEntries(queued) as AnthropicMemoryHandlers;
}
