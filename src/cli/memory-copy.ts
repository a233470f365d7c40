/**
 * The `memory` commands that copy what a store holds.
 *
 * @module
 */
import { once } from 'node:events';
import { createReadStream } from 'node:fs';
import { rename, rm, stat, writeFile } from 'node:fs/promises';
import { Command, Option } from 'commander';
import { AtomMemError } from '../shared/error.ts';
import { branchNamespace } from '../store/branch-namespace.ts';
import { exportNamespace } from '../store/export-namespace.ts';
import { importNamespace } from '../store/import-namespace.ts';
import { isEntryFolder } from '../store/markdown/folder-files.ts';
import type { SqliteStore } from '../store/sqlite/sqlite-store.ts';
import { type ExportFlags, exportToFolder, type ImportFlags, importFromFolder } from './memory-folder.ts';
import { escapeJson } from './output.ts';
import { wholeNumber } from './parse-number.ts';
import type { Shown, StoreCall, StoreCommand } from './store-command.ts';
import { usageError } from './usage-error.ts';

/** Returns the commands that copy a store or a namespace. */
export function copyCommands(): readonly StoreCommand[] {
  const generation = (name: string): ((text: string) => number) => wholeNumber(name, 0);
  return [
    {
      command: new Command('branch')
        .description('copy a namespace with its log to a new name')
        .argument('<to>', 'the new namespace')
        .option('--at <generation>', 'copy up to this generation (default: all)', generation('--at')),
      run: branch,
    },
    {
      command: new Command('export')
        .description('write the whole log as JSON Lines, or the live entries as Markdown files')
        .argument('[path]', 'file or, for Markdown, folder to write (default: standard output)')
        .addOption(
          new Option('--format <format>', 'jsonl: log and vectors; markdown: one file per entry')
            .choices(['jsonl', 'markdown'])
            .default('jsonl'),
        )
        .option('--overwrite', 'replace files that were edited or deleted and not imported'),
      run: exportTo,
    },
    {
      command: new Command('import')
        .description('read an export into an empty namespace, or the edits of a Markdown folder')
        .argument('<path>', 'file or folder that "memory export" wrote')
        .option('--actor <name>', 'who edited the folder (default: the git user, or the user of this system)')
        .option('--delete-missing', 'also delete entries that never had a file in this folder'),
      creates: true,
      check: ([path]) => requireExport(path as string),
      run: importFrom,
    },
    {
      command: new Command('backup')
        .description('copy the whole SQLite store to a new file, also while it is in use')
        .argument('<file>', 'file to create'),
      wide: true,
      run: backup,
    },
  ];
}

async function branch({
  store,
  namespace,
  flags,
  words,
}: StoreCall<{ readonly at?: number }>): Promise<Shown> {
  const to = words[0] as string;
  await branchNamespace(store, namespace, to, { upTo: flags.at });
  const records = await store.generation(to);
  return {
    lines: [`copied ${records} records of ${namespace} to ${to}`],
    value: { from: namespace, to, records },
  };
}

async function exportTo(call: StoreCall<ExportFlags>): Promise<Shown> {
  const { store, namespace, flags, words, terminal } = call;
  const path = words[0] as string | undefined;
  if (flags.format === 'markdown') return exportToFolder(call, path);
  if (flags.overwrite)
    throw usageError('--overwrite needs --format markdown', 'Remove it; a file is always replaced');
  if (path === undefined) return printExport(call);
  let count = 0;
  async function* counted(): AsyncGenerator<string, void> {
    for await (const line of exportNamespace(store, namespace)) {
      terminal.signal.throwIfAborted();
      count++;
      yield line;
    }
  }
  const part = `${path}.part`;
  try {
    await writeFile(part, counted());
    await rename(part, path);
  } catch (cause) {
    await rm(part, { force: true });
    throw fileError(path, 'written to', cause);
  }
  return { lines: [`wrote ${count} lines to ${path}`], value: { file: path, lines: count } };
}

async function printExport({ store, namespace, flags, terminal }: StoreCall<ExportFlags>): Promise<Shown> {
  const { stdout } = terminal;
  const value: unknown[] = [];
  for await (const line of exportNamespace(store, namespace)) {
    if (flags.json) value.push(JSON.parse(line));
    else if (!stdout.write(stdout.isTTY ? escapeJson(line) : line)) await once(stdout, 'drain');
  }
  return { lines: [], value };
}

async function requireExport(path: string): Promise<void> {
  const found = await stat(path).catch(() => undefined);
  if (found?.isFile()) return;
  if (found?.isDirectory() && (await isEntryFolder(path))) return;
  throw new AtomMemError('missing-file', {
    problem: found === undefined ? `${path}: no such file` : `${path}: no .md files in this folder`,
    remedy: 'Name a file or folder that "atommem memory export" wrote',
    details: { path },
  });
}

async function importFrom(call: StoreCall<ImportFlags>): Promise<Shown> {
  const { store, namespace, flags, words } = call;
  const path = words[0] as string;
  if ((await stat(path)).isDirectory()) return importFromFolder(call, path);
  if (flags.actor !== undefined || flags.deleteMissing)
    throw usageError(
      `${path} is a file, and --actor and --delete-missing concern folders`,
      'Remove the flag: an export names the actor of every record',
    );
  const chunks: AsyncIterable<string> = createReadStream(path, 'utf8');
  const records = await importNamespace(store, namespace, chunks).catch((cause: unknown) => {
    throw fileError(path, 'read', cause);
  });
  return { lines: [`read ${records} records into ${namespace}`], value: { namespace, records } };
}

/** Describes a failure of the file system. Returns other errors unchanged. */
function fileError(path: string, verb: string, cause: unknown): unknown {
  const { code, syscall } = cause as NodeJS.ErrnoException;
  if (syscall === undefined) return cause;
  return new AtomMemError('unreadable-file', {
    problem: `${path} cannot be ${verb} (${code})`,
    remedy: 'Name a file in a folder that exists',
    details: { path },
    cause,
  });
}

async function backup({ store, words }: StoreCall): Promise<Shown> {
  const path = words[0] as string;
  if (!('backup' in store)) {
    throw usageError('backup copies SQLite stores only', 'Use pg_dump for a PostgreSQL store');
  }
  await (store as SqliteStore).backup(path);
  return { lines: [`copied the store to ${path}`], value: { file: path } };
}
