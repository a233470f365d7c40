/**
 * Turns the edits of a folder of Markdown files into operations.
 *
 * @module
 */
import type { EntryId } from '../../memory/entry.ts';
import type { Memory } from '../../memory/memory.ts';
import type { Effect, Operation } from '../../memory/operation.ts';
import { belongsTo, type Comparison, compareFolder, toState } from './compare-folder.ts';
import { formatEntryFile, toEntryFile } from './entry-file.ts';
import type { FolderProblem } from './export-folder.ts';
import { readEntryFile, readFolder, readState, writeEntryFile, writeState } from './folder-files.ts';

export interface ImportFolderOptions {
  /** Recorded in the log with every record. */
  readonly actor: string;
  /** Whether entries without a file are deleted, also those that no export has written. Default: false. */
  readonly deleteMissing?: boolean;
  readonly signal?: AbortSignal;
}

/** A file and its entry. */
export interface ImportedFile {
  readonly file: string;
  readonly id: EntryId;
}

export interface ImportFolderReport {
  readonly created: readonly ImportedFile[];
  readonly updated: readonly ImportedFile[];
  readonly deleted: readonly ImportedFile[];
  /** Files that changed in the folder and in the store, that cannot be read, or that memory refused. */
  readonly conflicts: readonly FolderProblem[];
}

/**
 * Imports the edits of a folder that `exportFolder` wrote. A new file becomes a Create, an edited one an
 * Update, a deleted one a Delete. An edit is refused as a conflict if the entry has changed since the version
 * that the file was edited from. Afterwards the front matter of imported files is up to date, and importing
 * again changes nothing.
 *
 * @throws AtomMemError `unreadable-file`
 * @example
 * import { createMemory } from 'atommem';
 *
 * const memory = createMemory({ store, namespace: 'team' });
 * const { created, conflicts } = await importFolder(memory, 'memory/', { actor: 'Ada' });
 */
export async function importFolder(
  memory: Memory,
  folder: string,
  { actor, deleteMissing = false, signal }: ImportFolderOptions,
): Promise<ImportFolderReport> {
  const files = await readFolder(folder);
  const log = await memory.log();
  const state = await readState(folder, log, memory.namespace);
  const comparisons = compareFolder(files, state, log);
  const steps = comparisons.flatMap((comparison) => planStep(comparison, deleteMissing));
  const operations = steps.map(({ operation }) => operation);
  const effects = await memory.apply(operations, { actor, signal });
  const report = {
    created: [] as ImportedFile[],
    updated: [] as ImportedFile[],
    deleted: [] as ImportedFile[],
    conflicts: comparisons.flatMap((comparison): FolderProblem[] =>
      comparison.kind === 'conflict'
        ? [{ file: comparison.name, id: comparison.id, problem: comparison.problem }]
        : [],
    ),
  };
  const known = new Map(state);
  for (const [place, effect] of effects.entries()) {
    const { name, comparison } = steps[place]!;
    if (!effect.applied) {
      report.conflicts.push({ file: name, problem: explainRefusal(effect) });
      continue;
    }
    const id = effect.id!;
    report[DONE[effect.operation.op as keyof typeof DONE]].push({ file: name, id });
    if (effect.operation.op === 'delete') continue;
    known.set(name, { id, version: effect.entry!.version });
    await renewFrontMatter(folder, comparison, effect, actor);
  }
  const newLog = await memory.log();
  const agreed = toState(compareFolder(await readFolder(folder), known, newLog), known);
  await writeState(folder, newLog, memory.namespace, agreed);
  return report;
}

const DONE = { create: 'created', update: 'updated', delete: 'deleted' } as const;

interface Step {
  readonly name: string;
  readonly comparison: Comparison;
  readonly operation: Operation;
}

function planStep(comparison: Comparison, deleteMissing: boolean): readonly Step[] {
  switch (comparison.kind) {
    case 'file-new': {
      const { text, meta, expires: expiresAt } = comparison.file;
      return [{ name: comparison.name, comparison, operation: { op: 'create', text, meta, expiresAt } }];
    }
    case 'file-edited': {
      const { text, meta, expires } = comparison.file;
      const { id, version: expectedVersion } = comparison.entry;
      const change = { text, meta, expiresAt: expires ?? null, expectedVersion };
      return [{ name: comparison.name, comparison, operation: { op: 'update', target: { id }, ...change } }];
    }
    case 'file-gone':
    case 'entry-new': {
      if (comparison.kind === 'entry-new' && !deleteMissing) return [];
      const { id, version: expectedVersion } = comparison.entry;
      const name = comparison.kind === 'entry-new' ? id : comparison.name;
      return [{ name, comparison, operation: { op: 'delete', target: { id }, expectedVersion } }];
    }
    default:
      return [];
  }
}

/** Writes id and version of an applied edit, unless the file changed meanwhile or belongs to another store. */
async function renewFrontMatter(
  folder: string,
  comparison: Comparison,
  effect: Effect,
  actor: string,
): Promise<void> {
  if (comparison.kind !== 'file-new' && comparison.kind !== 'file-edited') return;
  if (!effect.applied || effect.entry === undefined) return;
  const { name, file } = comparison;
  const { entry } = effect;
  if (file.id !== undefined && file.created !== undefined && !belongsTo(file, entry)) return;
  const current = await readEntryFile(folder, name);
  if ('fault' in current || formatEntryFile(current.file) !== formatEntryFile(file)) return;
  await writeEntryFile(
    folder,
    name,
    toEntryFile(entry, belongsTo(file, entry) ? (file.author ?? null) : actor),
  );
}

function explainRefusal(effect: Effect & { readonly applied: false }): string {
  if (effect.reason === 'version-conflict') return 'the store changed its entry meanwhile';
  if (effect.reason === 'empty-text') return 'it has no text';
  return effect.message ?? effect.reason;
}
