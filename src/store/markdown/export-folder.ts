/**
 * Writes the entries of a memory as a folder of Markdown files.
 *
 * @module
 */
import type { Entry, EntryId } from '../../memory/entry.ts';
import type { LogRecord } from '../../memory/log.ts';
import type { Memory } from '../../memory/memory.ts';
import { belongsTo, type Comparison, compareFolder, toState } from './compare-folder.ts';
import { type EntryFile, formatEntryFile, toEntryFile } from './entry-file.ts';
import { toFileName } from './file-name.ts';
import {
  type FolderState,
  openFolder,
  readFolder,
  readState,
  removeEntryFile,
  writeEntryFile,
  writeState,
} from './folder-files.ts';

/** A file that was left as it is, and why. */
export interface FolderProblem {
  readonly file: string;
  readonly id?: EntryId;
  readonly problem: string;
}

export interface ExportFolderOptions {
  /** Whether the store wins over files that were edited or deleted since the last import. Default: false. */
  readonly overwrite?: boolean;
}

export interface ExportFolderReport {
  readonly written: readonly string[];
  readonly removed: readonly string[];
  /** Number of files that were up to date. */
  readonly unchanged: number;
  /** Edits of the folder that are not imported yet. Their files are unchanged. */
  readonly pending: readonly FolderProblem[];
  /** Files that changed in the folder and in the store, or that cannot be read. They are unchanged. */
  readonly conflicts: readonly FolderProblem[];
}

/**
 * Writes each live entry to a Markdown file: front matter with id, version, creation time and author, then the
 * text. Files keep their names. A file is removed if its entry is deleted in the store. A file that was edited
 * since the last import is reported and not changed. The scratchpad is not exported.
 *
 * @throws AtomMemError `unreadable-file`
 * @example
 * import { createMemory } from 'atommem';
 *
 * const memory = createMemory({ store, namespace: 'team' });
 * const { written, conflicts } = await exportFolder(memory, 'memory/');
 */
export async function exportFolder(
  memory: Memory,
  folder: string,
  { overwrite = false }: ExportFolderOptions = {},
): Promise<ExportFolderReport> {
  await openFolder(folder);
  const log = await memory.log();
  const files = await readFolder(folder);
  const state = await readState(folder, log, memory.namespace);
  const authors = readAuthors(log);
  const taken = new Set(files.map(({ name }) => name.toLowerCase()));
  const report = { written: [] as string[], removed: [] as string[], unchanged: 0 };
  const left = { pending: [] as FolderProblem[], conflicts: [] as FolderProblem[] };
  const kept = new Map(state);

  for (const comparison of compareFolder(files, state, log)) {
    const step = planStep(comparison, overwrite, left);
    if (step.kind === 'keep') {
      report.unchanged += comparison.kind === 'same' ? 1 : 0;
    } else if (step.kind === 'remove') {
      await removeEntryFile(folder, step.name);
      report.removed.push(step.name);
    } else {
      const { entry, file } = step;
      const name = step.name ?? chooseName(entry.id, taken);
      taken.add(name.toLowerCase());
      const next = renewFile(entry, authors.get(entry.id) ?? null, file, state.get(name)?.version);
      kept.set(name, { id: entry.id, version: entry.version });
      if (file !== undefined && formatEntryFile(file) === formatEntryFile(next)) {
        report.unchanged++;
        continue;
      }
      await writeEntryFile(folder, name, next);
      report.written.push(name);
    }
  }
  await writeState(folder, log, memory.namespace, await readAgreed(folder, kept, log));
  return { ...report, ...left };
}

type Step =
  | { readonly kind: 'keep' }
  | { readonly kind: 'remove'; readonly name: string }
  | { readonly kind: 'write'; readonly name?: string; readonly entry: Entry; readonly file?: EntryFile };

function planStep(
  comparison: Comparison,
  overwrite: boolean,
  left: { readonly pending: FolderProblem[]; readonly conflicts: FolderProblem[] },
): Step {
  const note = (problem: string): Step => {
    left.pending.push({ file: (comparison as { name: string }).name, problem });
    return { kind: 'keep' };
  };
  switch (comparison.kind) {
    case 'same':
    case 'entry-edited':
      return { kind: 'write', ...pick(comparison) };
    case 'entry-new':
      return { kind: 'write', entry: comparison.entry };
    case 'entry-gone':
      return { kind: 'remove', name: comparison.name };
    case 'file-new':
      return note('it is new and not imported');
    case 'file-edited':
      return overwrite ? { kind: 'write', ...pick(comparison) } : note('it was edited and not imported');
    case 'file-gone': {
      const { name, entry } = comparison;
      return overwrite ? { kind: 'write', name, entry } : note('it was deleted, which is not imported');
    }
    case 'conflict': {
      const { name, id, entry, problem } = comparison;
      if (overwrite && entry !== undefined) return { kind: 'write', name, entry };
      if (overwrite && id !== undefined) return { kind: 'remove', name };
      left.conflicts.push({ file: name, id, problem });
      return { kind: 'keep' };
    }
  }
}

function pick({ name, entry, file }: { name: string; entry: Entry; file: EntryFile }): {
  readonly name: string;
  readonly entry: Entry;
  readonly file: EntryFile;
} {
  return { name, entry, file };
}

/** A file of another store keeps its identity, and its version grows with the entry's. */
function renewFile(
  entry: Entry,
  author: string | null,
  file: EntryFile | undefined,
  agreed: number | undefined,
): EntryFile {
  const next = toEntryFile(entry, author);
  if (file?.id === undefined || file.created === undefined || belongsTo(file, entry)) return next;
  const { id, created, author: writer, version = 1 } = file;
  return {
    ...next,
    id,
    created,
    author: writer,
    version: version + entry.version - (agreed ?? entry.version),
  };
}

function readAuthors(log: readonly LogRecord[]): ReadonlyMap<EntryId, string | null> {
  const authors = new Map<EntryId, string | null>();
  for (const { id, actor } of log) if (!authors.has(id)) authors.set(id, actor);
  return authors;
}

function chooseName(id: EntryId, taken: ReadonlySet<string>): string {
  const name = toFileName(id);
  for (let number = 1; ; number++) {
    const candidate = number === 1 ? name : name.replace(/\.md$/, `-${number}.md`);
    if (!taken.has(candidate.toLowerCase())) return candidate;
  }
}

/** Compares again, because the state should say what is in the folder now. */
async function readAgreed(
  folder: string,
  state: FolderState,
  log: readonly LogRecord[],
): Promise<FolderState> {
  return toState(compareFolder(await readFolder(folder), state, log), state);
}
