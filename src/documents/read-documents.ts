/**
 * Reads files, folders and standard input as documents.
 *
 * @module
 */
import { stat } from 'node:fs/promises';
import { relative, resolve, sep } from 'node:path';
import { AtomMemError } from '../shared/error.ts';
import { cleanText } from './clean-text.ts';
import type { FileDocument } from './file-document.ts';
import { type ListOptions, listFiles, type SkippedFile } from './list-files.ts';
import { toReadError } from './read-bytes.ts';
import { readContent, readFile, toStamp } from './read-file.ts';

/** The path that stands for standard input. */
export const STANDARD_INPUT = '-';

export interface ReadDocuments {
  /** Documents in the order of the paths. Documents of a folder are sorted by name. */
  readonly documents: readonly FileDocument[];
  /** Skipped files with reasons. */
  readonly skipped: readonly SkippedFile[];
  /** Files that were not read because `isKnown` said so. */
  readonly unread: readonly string[];
}

export interface ReadDocumentsOptions extends Partial<ListOptions> {
  /** Paths in documents are relative to this folder. Default: the working directory. */
  readonly base?: string;
  /** Input for the path `-`. Default: the process's standard input. */
  readonly standardInput?: AsyncIterable<Uint8Array | string>;
  /** Maximum bytes of one file, compressed and decompressed. Default: 64 MiB. */
  readonly maxBytes?: number;
  /** Returns whether a file with this stamp was read before. Such files are skipped. Default: none. */
  readonly isKnown?: (path: string, stamp: string) => boolean;
  /** Whether to accept an empty result. Default: false, which makes it an error. */
  readonly allowNone?: boolean;
  readonly signal?: AbortSignal;
}

const DEFAULT_MAX_BYTES: number = 64 * 2 ** 20;

/**
 * Reads text, Markdown, HTML, JSON, JSON Lines, CSV, TSV, YAML, logs, source code, mail (.eml, mbox), .docx
 * and PDF files, whole folders, and standard input as `-`. PDF needs the package `unpdf`.
 *
 * In folders, hidden files, files listed in `.gitignore`, and links that leave the folder are skipped. Options limit
 * size (64 MiB a file), depth (32 folders) and number (100,000 files).
 *
 * @throws AtomMemError for a missing or unreadable path, and `no-documents` if there is no text
 * @example
 * const { documents, skipped } = await readDocuments(['notes/', 'report.pdf']);
 */
export async function readDocuments(
  paths: string | readonly string[],
  options: ReadDocumentsOptions = {},
): Promise<ReadDocuments> {
  const {
    base = process.cwd(),
    standardInput = process.stdin,
    maxBytes = DEFAULT_MAX_BYTES,
    signal,
  } = options;
  const given = typeof paths === 'string' ? [paths] : paths;
  const documents: FileDocument[] = [];
  const listed = await listFiles(given, {
    followLinks: options.followLinks ?? false,
    maxDepth: options.maxDepth ?? 32,
    maxFiles: options.maxFiles ?? 100_000,
  });
  const skipped = listed.skipped.map(({ path, reason }) => ({ path: toShownPath(path, base), reason }));
  const unread: string[] = [];
  for (const { path, named } of listed.files) {
    signal?.throwIfAborted();
    const shown = toShownPath(path, base);
    if (
      options.isKnown !== undefined &&
      path !== STANDARD_INPUT &&
      (await isKnown(path, shown, options.isKnown))
    ) {
      unread.push(shown);
      continue;
    }
    try {
      const { documents: read, faults } =
        path === STANDARD_INPUT
          ? await readInput(standardInput, maxBytes)
          : await readFile(path, { id: shown, path: shown }, maxBytes);
      for (const document of read) documents.push(document);
      for (const fault of faults) skipped.push(splitFault(shown, fault));
      if (read.length === 0) skipped.push({ path: shown, reason: 'no text in it' });
    } catch (cause) {
      const error = AtomMemError.isInstance(cause) ? cause : toReadError(path, cause);
      if (named && error.code !== 'empty-file') throw error;
      skipped.push({ path: shown, reason: toReason(error, path, shown) });
    }
  }
  if (documents.length === 0 && options.allowNone !== true) throw noDocuments(given, skipped);
  return { documents, skipped, unread };
}

async function isKnown(
  path: string,
  shown: string,
  ask: NonNullable<ReadDocumentsOptions['isKnown']>,
): Promise<boolean> {
  const stats = await stat(path).catch(() => undefined);
  return stats !== undefined && ask(shown, toStamp(stats));
}

/**
 * Returns the path, relative if the file is below the base, with `/` on every system and without control characters.
 */
function toShownPath(path: string, base: string): string {
  if (path === STANDARD_INPUT) return 'standard input';
  const inside = relative(base, resolve(path));
  const shown = inside.startsWith('..') || inside === '' ? path : inside;
  return cleanText(shown.split(sep).join('/')).replaceAll('\n', ' ');
}

async function readInput(input: AsyncIterable<Uint8Array | string>, maxBytes: number) {
  const parts: Uint8Array[] = [];
  let size = 0;
  for await (const part of input) {
    const bytes = Buffer.from(part);
    size += bytes.length;
    if (size > maxBytes) {
      throw new AtomMemError('too-large', {
        problem: `standard input has more than ${Math.floor(maxBytes / 2 ** 20)} MiB`,
        remedy: 'Write it to a file and split that, or raise the limit (maxBytes, --max-megabytes)',
      });
    }
    parts.push(bytes);
  }
  const path = 'standard input';
  const read = await readContent(Buffer.concat(parts), { id: path, path }, maxBytes, 'input.txt');
  return read;
}

/** Returns an error's message without its path, which is shown separately. A line after the path stays. */
function toReason(error: AtomMemError, path: string, shown: string): string {
  let text = cleanText(error.message).replaceAll('\n', ' ');
  for (const name of [path, shown]) if (text.startsWith(name)) text = text.slice(name.length);
  return text
    .replace(/^:(\d+): /, 'line $1: ')
    .replace(/^[\s:]+/, '')
    .trim();
}

function splitFault(path: string, fault: string): SkippedFile {
  const line = /^.*?:(\d+): /.exec(fault);
  return { path, reason: line ? `line ${line[1]}: ${fault.slice(line[0].length)}` : fault };
}

function noDocuments(paths: readonly string[], skipped: readonly SkippedFile[]): AtomMemError {
  const first = skipped[0];
  const where =
    paths.length === 0 ? 'no path was given' : `nothing to read in ${paths.map(cleanText).join(', ')}`;
  const why =
    first === undefined ? '' : `; skipped ${skipped.length}, the first (${first.path}): ${first.reason}`;
  return new AtomMemError('no-documents', {
    problem: `no documents: ${where}${why}`,
    remedy: 'Pass files or folders that contain text',
  });
}
