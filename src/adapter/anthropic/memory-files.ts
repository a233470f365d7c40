/**
 * Presents memory entries as files of the memory tool.
 *
 * @module
 */
import { type Entry, type EntryId, SCRATCHPAD } from '../../memory/entry.ts';
import type { Memory } from '../../memory/memory.ts';
import { AtomMemError } from '../../shared/error.ts';
import { isWithin, ROOT } from './virtual-path.ts';

/** An entry as a file. */
export interface MemoryFile {
  readonly path: string;
  readonly id: EntryId;
  readonly version: number;
  readonly text: string;
}

export const SCRATCHPAD_PATH: string = `${ROOT}/scratchpad.md`;

/** Placeholder text of an empty file, because entries cannot be empty. */
export const EMPTY_TEXT = '(empty file)';

/**
 * Lists the files by path. Entries of other tools get the path `/memories/<id>.md`. If two entries have the same
 * path, the newer one gets it too.
 */
export async function listFiles(memory: Memory): Promise<readonly MemoryFile[]> {
  const files = new Map<string, MemoryFile>();
  const scratchpad = await memory.scratchpad();
  if (scratchpad && scratchpad.text !== '') files.set(SCRATCHPAD_PATH, toFile(SCRATCHPAD_PATH, scratchpad));
  for (const entry of await memory.entries()) {
    if (entry.id === SCRATCHPAD) continue;
    const wanted = typeof entry.meta.path === 'string' ? entry.meta.path : undefined;
    const path = wanted === undefined || files.has(wanted) ? `${ROOT}/${entry.id}.md` : wanted;
    files.set(path, toFile(path, entry));
  }
  return [...files.values()].sort((one, other) => (one.path < other.path ? -1 : 1));
}

function toFile(path: string, { id, version, text, meta }: Entry): MemoryFile {
  return { path, id, version, text: meta.empty === true && text === EMPTY_TEXT ? '' : text };
}

/** Formats lines like the tool: a number of width 6, a tab, the text. */
export function numberLines(lines: readonly string[], first: number): string {
  return lines.map((line, index) => `${String(first + index).padStart(6)}\t${line}`).join('\n');
}

/** Formats a size like the tool, such as `1.5K`. */
export function formatSize(bytes: number): string {
  if (bytes === 0) return '0B';
  const power = Math.min(3, Math.floor(Math.log(bytes) / Math.log(1024)));
  const size = bytes / 1024 ** power;
  return `${Number.isInteger(size) ? size : size.toFixed(1)}${'BKMG'[power]}`;
}

/** Lists a folder two levels deep, without hidden names. */
export function formatFolder(folder: string, files: readonly MemoryFile[]): string {
  const sizes = new Map<string, number>();
  let total = 0;
  for (const { path, text } of files) {
    const size = new TextEncoder().encode(text).length;
    total += size;
    const names = path.slice(folder.length + 1).split('/');
    if (names.some((name) => name.startsWith('.') || name === 'node_modules')) continue;
    for (let depth = 1; depth <= Math.min(2, names.length); depth += 1) {
      const shown = names.slice(0, depth).join('/') + (depth < names.length ? '/' : '');
      sizes.set(shown, (sizes.get(shown) ?? 0) + size);
    }
  }
  const lines = [...sizes].sort().map(([name, size]) => `${formatSize(size)}\t${folder}/${name}`);
  return [
    `Here're the files and directories up to 2 levels deep in ${folder}, excluding hidden items and node_modules:`,
    `${formatSize(total)}\t${folder}`,
    ...lines,
  ].join('\n');
}

/** Returns the fields of an operation that writes a file. */
export function toContent(
  text: string,
  path: string,
): { text: string; meta: { path: string; empty: boolean } } {
  const empty = text.trim() === '';
  return { text: empty ? EMPTY_TEXT : text, meta: { path, empty } };
}

/** Returns the file at a path. */
export function findFile(files: readonly MemoryFile[], path: string): MemoryFile {
  const file = files.find((other) => other.path === path);
  if (file) return file;
  if (path === ROOT || files.some((other) => isWithin(other.path, path)))
    throw refuse(path, `The path ${path} is not a file`, 'View it to see the files in it');
  throw missing(path);
}

/** Returns the 1-based line of the only occurrence of the text. */
export function findUnique({ path, text }: MemoryFile, wanted: string): number {
  const places: number[] = [];
  const lineAt = (at: number): number => text.slice(0, at).split('\n').length;
  for (
    let at = text.indexOf(wanted);
    at !== -1 && wanted !== '';
    at = text.indexOf(wanted, at + wanted.length)
  )
    places.push(lineAt(at));
  if (places.length === 1) return places[0]!;
  if (places.length === 0)
    throw refuse(
      path,
      `No replacement was performed, old_str \`${wanted}\` did not appear verbatim in ${path}`,
      'View the file and copy the text exactly',
    );
  throw refuse(
    path,
    `No replacement was performed. Multiple occurrences of old_str \`${wanted}\` in lines: ${places.join(', ')}`,
    'Please ensure it is unique',
  );
}

/** Returns the numbered lines of a file. */
export function showFile({ path, text }: MemoryFile, range: readonly number[] | null | undefined): string {
  const lines = text.split('\n');
  const [from = 1, to = -1] = range?.length === 2 ? range : [];
  const first = Math.max(1, from);
  const shown = lines.slice(first - 1, to === -1 ? lines.length : to);
  return `Here's the content of ${path} with line numbers:\n${numberLines(shown, first)}`;
}

export function missing(path: string): AtomMemError {
  return refuse(path, `The path ${path} does not exist`, 'Please provide a valid path');
}

export function refuse(path: string, problem: string, remedy: string): AtomMemError<'bad-argument'> {
  return new AtomMemError('bad-argument', { problem, remedy, details: { option: 'path', value: path } });
}
