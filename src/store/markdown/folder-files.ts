/**
 * Reads and writes the files of an entry folder.
 *
 * @module
 */
import { lstat, mkdir, readdir, readFile, rename, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { EntryId } from '../../memory/entry.ts';
import type { LogRecord } from '../../memory/log.ts';
import { AtomMemError } from '../../shared/error.ts';
import { type EntryFile, formatEntryFile, parseEntryFile } from './entry-file.ts';
import { compareNames } from './file-name.ts';

/** Largest file in bytes. */
const LARGEST = 2 ** 20;
/** Number of files that are open at once. */
const AT_ONCE = 32;
const STATE_FOLDER = '.atommem';

/** A file of the folder, or why it cannot be read. */
export type FolderFile =
  | { readonly name: string; readonly file: EntryFile }
  | { readonly name: string; readonly fault: string };

/** The entry and the version that each file had when folder and store were last compared, by file name. */
export type FolderState = ReadonlyMap<string, { readonly id: EntryId; readonly version: number }>;

/**
 * Reads the `.md` files of a folder, in the order of their entries. Leaves out `README.md`, hidden files,
 * links and subfolders.
 */
export async function readFolder(folder: string): Promise<readonly FolderFile[]> {
  const found = await readdir(folder, { withFileTypes: true }).catch((cause: NodeJS.ErrnoException) => {
    throw unreadable(folder, cause);
  });
  const names = found.filter((item) => item.isFile() && isEntryName(item.name)).map(({ name }) => name);
  const files: FolderFile[] = [];
  names.sort(compareNames);
  // A system allows a few hundred open files.
  for (let start = 0; start < names.length; start += AT_ONCE) {
    const batch = names.slice(start, start + AT_ONCE);
    files.push(...(await Promise.all(batch.map((name) => readEntryFile(folder, name)))));
  }
  return files;
}

/** Tells whether a folder holds entry files, or held them when it was last compared with a store. */
export async function isEntryFolder(folder: string): Promise<boolean> {
  const names = await readdir(folder).catch(() => []);
  return names.some((name) => name === STATE_FOLDER || isEntryName(name));
}

function isEntryName(name: string): boolean {
  return /\.md$/i.test(name) && !name.startsWith('.') && !/^readme\.md$/i.test(name);
}

/** Reads one file of a folder. */
export async function readEntryFile(folder: string, name: string): Promise<FolderFile> {
  const path = join(folder, name);
  try {
    const { size } = await lstat(path);
    if (size > LARGEST) return { name, fault: `it has ${size} bytes, and the limit is ${LARGEST}` };
    const content = new TextDecoder('utf-8', { fatal: true, ignoreBOM: true }).decode(await readFile(path));
    const parsed = parseEntryFile(content);
    if (parsed.ok) return { name, file: parsed.file };
    return { name, fault: `line ${parsed.line}: ${parsed.problem}` };
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException;
    return {
      name,
      fault: code === 'ERR_ENCODING_INVALID_ENCODED_DATA' ? 'it is not UTF-8' : `it cannot be read (${code})`,
    };
  }
}

export async function writeEntryFile(folder: string, name: string, file: EntryFile): Promise<void> {
  await replaceFile(folder, name, formatEntryFile(file));
}

export async function removeEntryFile(folder: string, name: string): Promise<void> {
  await rm(join(folder, name), { force: true });
}

/** Creates the folder if it does not exist. */
export async function openFolder(folder: string): Promise<void> {
  await mkdir(folder, { recursive: true }).catch((cause: NodeJS.ErrnoException) => {
    throw unreadable(folder, cause);
  });
}

/** Reads what the folder knew of this log. Returns an empty state for a folder of another log. */
export async function readState(
  folder: string,
  log: readonly LogRecord[],
  namespace: string,
): Promise<FolderState> {
  const text = await readFile(join(folder, STATE_FOLDER, 'state.json'), 'utf8').catch(() => '{}');
  try {
    const { of, files } = JSON.parse(text) as { of?: unknown; files?: Record<string, [string, number]> };
    if (of !== identifyLog(log, namespace)) return new Map();
    return new Map(Object.entries(files ?? {}).map(([name, [id, version]]) => [name, { id, version }]));
  } catch {
    // The state is a convenience. Without it, front matter says what a file was edited from.
    return new Map();
  }
}

/** Writes the state to a subfolder that git ignores, because it concerns one store. */
export async function writeState(
  folder: string,
  log: readonly LogRecord[],
  namespace: string,
  state: FolderState,
): Promise<void> {
  const files = Object.fromEntries([...state].map(([name, { id, version }]) => [name, [id, version]]));
  await mkdir(join(folder, STATE_FOLDER), { recursive: true });
  await replaceFile(join(folder, STATE_FOLDER), '.gitignore', '*\n');
  const text = `${JSON.stringify({ of: identifyLog(log, namespace), files })}\n`;
  await replaceFile(join(folder, STATE_FOLDER), 'state.json', text);
}

/** A branch or an export has the first record of its origin, but another name. */
function identifyLog([first]: readonly LogRecord[], namespace: string): string {
  return JSON.stringify([namespace, first?.id, first?.time, first?.actor]);
}

/** Replaces a file in one step, so that a crash leaves the old one. Replaces a link, never its target. */
async function replaceFile(folder: string, name: string, content: string): Promise<void> {
  const part = join(folder, `.${process.pid}.part`);
  try {
    await writeFile(part, content);
    await rename(part, join(folder, name));
  } catch (cause) {
    await rm(part, { force: true });
    throw unreadable(join(folder, name), cause as NodeJS.ErrnoException, 'written');
  }
}

function unreadable(
  path: string,
  cause: NodeJS.ErrnoException,
  verb = 'read',
): AtomMemError<'unreadable-file'> {
  return new AtomMemError('unreadable-file', {
    problem: `${path} cannot be ${verb} (${cause.code})`,
    remedy: 'Name a folder that you can read and write',
    details: { path },
    cause,
  });
}
