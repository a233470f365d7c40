/**
 * Lists the files of folders: all levels, without hidden and ignored ones.
 *
 * @module
 */
import type { Dirent } from 'node:fs';
import { readdir, readFile, realpath, stat } from 'node:fs/promises';
import { join, relative, resolve, sep } from 'node:path';
import ignore, { type Ignore } from 'ignore';
import { readReason, toReadError } from './read-bytes.ts';

/** A skipped file or folder with the reason. */
export interface SkippedFile {
  readonly path: string;
  readonly reason: string;
}

export interface ListedFile {
  readonly path: string;
  /** Whether the caller named it, instead of a folder that contains it. */
  readonly named: boolean;
}

export interface ListOptions {
  /** Whether to follow links that leave the folder. */
  readonly followLinks: boolean;
  /** Maximum folder depth. */
  readonly maxDepth: number;
  /** Maximum number of files in all folders. */
  readonly maxFiles: number;
}

export interface ListedFiles {
  readonly files: readonly ListedFile[];
  readonly skipped: readonly SkippedFile[];
}

/** Lists every file once, even if it is named twice or is in a named folder. */
export async function listFiles(paths: readonly string[], options: ListOptions): Promise<ListedFiles> {
  const files = new Map<string, ListedFile>();
  const skipped: SkippedFile[] = [];
  for (const path of paths) {
    if (path === '-') files.set(path, { path, named: true });
    else if ((await statNamed(path)).isDirectory()) {
      const walk = await createWalk(path, options, skipped);
      for await (const file of walk(path, [], 0)) {
        if (files.size >= options.maxFiles) {
          skipped.push({ path, reason: `more than ${options.maxFiles} files; raise the limit (maxFiles)` });
          break;
        }
        const key = await realpath(file).catch(() => resolve(file));
        if (!files.has(key)) files.set(key, { path: file, named: false });
      }
    } else files.set(resolve(path), { path, named: true });
  }
  return { files: [...files.values()], skipped };
}

async function statNamed(path: string): Promise<Awaited<ReturnType<typeof stat>>> {
  try {
    return await stat(path);
  } catch (cause) {
    throw toReadError(path, cause);
  }
}

/** Patterns of one `.gitignore`, for paths below its folder. */
interface Patterns {
  readonly folder: string;
  readonly matcher: Ignore;
}

/** Folders with third-party files. */
const ALWAYS_LEFT_OUT: ReadonlySet<string> = new Set(['node_modules', '__pycache__']);

async function createWalk(root: string, options: ListOptions, skipped: SkippedFile[]) {
  const { followLinks, maxDepth } = options;
  const home = await realpath(root);
  const visited = new Set<string>();

  return async function* walk(
    folder: string,
    above: readonly Patterns[],
    depth: number,
  ): AsyncGenerator<string> {
    const skip = (path: string, reason: string): void => void skipped.push({ path, reason });
    const real = await realpath(folder).catch(() => folder);
    if (visited.has(real)) return;
    visited.add(real);
    if (depth > maxDepth) return skip(folder, `more than ${maxDepth} folders deep`);
    let entries: readonly Dirent[];
    try {
      entries = await readdir(folder, { withFileTypes: true });
    } catch (cause) {
      if (depth === 0) throw toReadError(folder, cause);
      return skip(folder, readReason(cause));
    }
    const patterns = await addPatterns(folder, entries, above);
    for (const entry of entries.toSorted((a, b) => (a.name < b.name ? -1 : 1))) {
      const path = join(folder, entry.name);
      if (entry.name.startsWith('.')) {
        if (entry.name !== '.gitignore' && entry.name !== '.git') skip(path, 'hidden');
        continue;
      }
      const kind = await readKind(path, entry);
      if (kind.linked && !followLinks && !isInside(kind.target, home)) {
        skip(path, 'a link that leads out of the folder; give --follow-links to read it');
        continue;
      }
      if (isIgnored(path, kind.folder, patterns)) skip(path, 'listed in .gitignore');
      else if (kind.folder && ALWAYS_LEFT_OUT.has(entry.name)) skip(path, 'a folder of installed packages');
      else if (kind.folder) yield* walk(path, patterns, depth + 1);
      else if (kind.file) yield path;
      else skip(path, kind.linked ? 'a link that leads nowhere' : 'not a regular file');
    }
  };
}

interface EntryKind {
  readonly file: boolean;
  readonly folder: boolean;
  readonly linked: boolean;
  /** Returns the real path of a link's target, or an empty string if the target does not exist. */
  readonly target: string;
}

async function readKind(path: string, entry: Dirent): Promise<EntryKind> {
  if (!entry.isSymbolicLink())
    return { file: entry.isFile(), folder: entry.isDirectory(), linked: false, target: '' };
  try {
    const [target, stats] = await Promise.all([realpath(path), stat(path)]);
    return { file: stats.isFile(), folder: stats.isDirectory(), linked: true, target };
  } catch {
    return { file: false, folder: false, linked: true, target: '' };
  }
}

function isInside(target: string, home: string): boolean {
  return target === '' || target === home || target.startsWith(home + sep);
}

async function addPatterns(
  folder: string,
  entries: readonly Dirent[],
  above: readonly Patterns[],
): Promise<readonly Patterns[]> {
  if (!entries.some((entry) => entry.name === '.gitignore' && entry.isFile())) return above;
  const text = await readFile(join(folder, '.gitignore'), 'utf8').catch(() => '');
  return [...above, { folder, matcher: ignore().add(text.slice(0, 1_000_000)) }];
}

function isIgnored(path: string, folder: boolean, patterns: readonly Patterns[]): boolean {
  let ignored = false;
  for (const { folder: base, matcher } of patterns) {
    const inside = relative(base, path).split(sep).join('/');
    const result = matcher.test(folder ? `${inside}/` : inside);
    if (result.ignored) ignored = true;
    else if (result.unignored) ignored = false;
  }
  return ignored;
}
