/**
 * Reads the files that a command names, with options for links and limits.
 *
 * @module
 */
import { relative, resolve, sep } from 'node:path';
import { type Command, Option } from 'commander';
import { hashDocument } from '../ask/memory-documents.ts';
import type { FileDocument } from '../documents/file-document.ts';
import { type ReadDocuments, type ReadDocumentsOptions, readDocuments } from '../documents/read-documents.ts';
import type { Terminal } from './output.ts';
import { wholeNumber } from './parse-number.ts';
import { usageError } from './usage-error.ts';

export interface FileFlags {
  readonly followLinks?: boolean;
  readonly maxMegabytes: number;
}

export function addFileOptions(command: Command): Command {
  return command
    .option('--follow-links', 'also follow links that lead out of a folder')
    .addOption(
      new Option('--max-megabytes <n>', 'largest file, packed and unpacked')
        .default(64)
        .argParser(wholeNumber('--max-megabytes', 1, 4096)),
    );
}

/** Reads files, folders or, if no path is given, standard input. */
export async function readFiles(
  paths: readonly string[],
  flags: FileFlags,
  terminal: Terminal,
  options: Pick<ReadDocumentsOptions, 'allowNone' | 'isKnown'> = {},
): Promise<ReadDocuments> {
  if (paths.length === 0 && terminal.stdin.isTTY)
    throw usageError('no files were named', 'Name files or folders, pipe text in, or pass --store');
  return readDocuments(paths.length === 0 ? ['-'] : paths, {
    standardInput: terminal.stdin,
    followLinks: flags.followLinks,
    maxBytes: flags.maxMegabytes * 2 ** 20,
    signal: terminal.signal,
    ...options,
  });
}

/** Names documents by absolute path, so that a store is independent of the working directory. */
export function toStored(document: FileDocument): FileDocument {
  // Each piped text becomes a separate document.
  if (document.path === 'standard input')
    return { ...document, id: `standard input@${hashDocument(document)}` };
  const path = resolve(document.path).split(sep).join('/');
  const rest = document.id.startsWith(document.path) ? document.id.slice(document.path.length) : '';
  return { ...document, id: path + rest, path };
}

/** Returns the path to display: relative if it lies below the working directory. */
export function toShown(path: string): string {
  const inside = relative(process.cwd(), path);
  return path.startsWith('/') && !inside.startsWith('..') && inside !== ''
    ? inside.split(sep).join('/')
    : path;
}
