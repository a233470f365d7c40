import { readdir, stat } from 'node:fs/promises';
import { join, relative, resolve, sep } from 'node:path';
import type { SourceDocument } from '../task/observation.ts';
import { DatasetError, reasonOf } from './dataset-error.ts';
import { fileDocuments } from './file-documents.ts';
import { checkText, unreadable } from './read-bytes.ts';

/** The path that stands for standard input. */
export const STANDARD_INPUT = '-';

/** A file in a folder that gave no document, and why. */
export interface SkippedFile {
  readonly path: string;
  readonly reason: string;
}

export interface ReadDocuments {
  /** Files in the order of the paths; those of a folder by name, one folder after the other. */
  readonly documents: readonly SourceDocument[];
  readonly skipped: readonly SkippedFile[];
}

export interface ReadDocumentsOptions {
  /** Ids are paths relative to this folder. Default: the working directory. */
  readonly base?: string;
  /** What is read for the path `-`. Default: the process's standard input. */
  readonly standardInput?: AsyncIterable<Uint8Array | string>;
}

/**
 * Reads what people have: text, Markdown, HTML, JSON, JSON Lines and PDF files, folders of them (all levels;
 * names that start with a dot and links to folders left out), and standard input as `-`. A file becomes one
 * document, JSON one a record.
 *
 * Throws a `DatasetError` for a named file that is missing, not UTF-8 or of a kind that cannot be read, and
 * when there is no document at all; in a folder such a file is listed in `skipped`.
 *
 * @example
 * const { documents, skipped } = await readDocuments(['notes/', 'report.pdf', '-']);
 */
export async function readDocuments(
  paths: readonly string[],
  options: ReadDocumentsOptions = {},
): Promise<ReadDocuments> {
  const { base = process.cwd(), standardInput = process.stdin } = options;
  const documents: SourceDocument[] = [];
  const skipped: SkippedFile[] = [];
  for (const { path, named } of await listFiles(paths)) {
    try {
      const found =
        path === STANDARD_INPUT
          ? await standardDocument(standardInput)
          : await fileDocuments(path, idOf(path, base));
      if (found.length === 0) skipped.push({ path, reason: `${path}: no text in it` });
      documents.push(...found);
    } catch (cause) {
      const error = cause instanceof DatasetError ? cause : unreadable(path, cause);
      if (named) throw error;
      skipped.push({ path, reason: error.message });
    }
  }
  if (documents.length === 0) throw noDocuments(paths, skipped);
  return { documents, skipped };
}

interface ListedFile {
  readonly path: string;
  /** Given by name, and not found in a folder. */
  readonly named: boolean;
}

/** Every file once, even if it is named twice or lies in a folder named too. */
async function listFiles(paths: readonly string[]): Promise<readonly ListedFile[]> {
  const files = new Map<string, ListedFile>();
  for (const path of paths) {
    if (path === STANDARD_INPUT) files.set(path, { path, named: true });
    else if ((await statOf(path)).isDirectory()) {
      for (const file of await filesUnder(path)) {
        if (!files.has(resolve(file))) files.set(resolve(file), { path: file, named: false });
      }
    } else files.set(resolve(path), { path, named: true });
  }
  return [...files.values()];
}

async function statOf(path: string): Promise<Awaited<ReturnType<typeof stat>>> {
  try {
    return await stat(path);
  } catch (cause) {
    throw unreadable(path, cause);
  }
}

async function filesUnder(folder: string): Promise<readonly string[]> {
  let entries: Awaited<ReturnType<typeof readEntries>>;
  try {
    entries = await readEntries(folder);
  } catch (cause) {
    throw unreadable(folder, cause);
  }
  const files: string[] = [];
  for (const entry of entries.toSorted((a, b) => (a.name < b.name ? -1 : 1))) {
    const path = join(folder, entry.name);
    if (entry.name.startsWith('.')) continue;
    if (entry.isDirectory()) files.push(...(await filesUnder(path)));
    else if (entry.isFile()) files.push(path);
    else if (entry.isSymbolicLink() && (await pointsToFile(path))) files.push(path);
  }
  return files;
}

function readEntries(folder: string) {
  return readdir(folder, { withFileTypes: true });
}

async function pointsToFile(link: string): Promise<boolean> {
  return stat(link).then(
    (target) => target.isFile(),
    () => false,
  );
}

async function standardDocument(
  input: AsyncIterable<Uint8Array | string>,
): Promise<readonly SourceDocument[]> {
  const parts: Uint8Array[] = [];
  for await (const part of input) parts.push(Buffer.from(part));
  const text = checkText(Buffer.concat(parts), 'standard input').toString('utf8').trim();
  return text === '' ? [] : [{ id: 'standard-input', title: 'Standard input', text }];
}

/** Relative where the file lies under the base, with `/` on every system. */
function idOf(path: string, base: string): string {
  const inside = relative(base, resolve(path));
  const id = inside.startsWith('..') ? resolve(path) : inside;
  return id.split(sep).join('/');
}

function noDocuments(paths: readonly string[], skipped: readonly SkippedFile[]): DatasetError {
  const first = skipped[0];
  const why =
    first === undefined
      ? ''
      : `; ${skipped.length} files skipped, the first because ${reasonOf(first.reason)}`;
  const where = paths.length === 0 ? 'no path was given' : `nothing to read in ${paths.join(', ')}`;
  return new DatasetError('no-documents', `no documents: ${where}${why}`);
}
