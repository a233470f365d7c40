/**
 * `memory export --format markdown` and `memory import FOLDER`.
 *
 * @module
 */
import { spawnSync } from 'node:child_process';
import { userInfo } from 'node:os';
import { createMemory } from '../memory/create-memory.ts';
import { AtomMemError } from '../shared/error.ts';
import { exportFolder, type FolderProblem } from '../store/markdown/export-folder.ts';
import { importFolder } from '../store/markdown/import-folder.ts';
import type { Shown, StoreCall } from './store-command.ts';
import { escapeControls } from './terminal.ts';
import { usageError } from './usage-error.ts';

export interface ExportFlags {
  readonly json?: boolean;
  readonly format: 'jsonl' | 'markdown';
  readonly overwrite?: boolean;
}

export interface ImportFlags {
  readonly actor?: string;
  readonly deleteMissing?: boolean;
}

export async function exportToFolder(
  { store, namespace, flags }: StoreCall<ExportFlags>,
  folder: string | undefined,
): Promise<Shown> {
  if (folder === undefined) throw usageError('--format markdown needs a folder', 'Name the folder to write');
  const report = await exportFolder(createMemory({ store, namespace }), folder, flags);
  const { written, removed, unchanged, pending, conflicts } = report;
  const lines = [
    `wrote ${written.length}, removed ${removed.length} and left ${unchanged} files in ${folder} as they were`,
    ...pending.map(toLine),
    ...(pending.length === 0 ? [] : [`Import the edits with "atommem memory import ${folder}".`]),
    ...conflicts.map(toLine),
  ];
  return { lines: lines.map(escapeControls), value: report, failure: toFailure('exported', conflicts) };
}

export async function importFromFolder(
  { store, namespace, flags, terminal }: StoreCall<ImportFlags>,
  folder: string,
): Promise<Shown> {
  const { actor = findUser(folder), deleteMissing } = flags;
  const { signal } = terminal;
  const report = await importFolder(createMemory({ store, namespace }), folder, {
    actor,
    deleteMissing,
    signal,
  });
  const { created, updated, deleted, conflicts } = report;
  const lines = [
    `created ${created.length}, updated ${updated.length} and deleted ${deleted.length} entries of ${namespace} as ${actor}`,
    ...created.map(({ file, id }) => `+ ${id}  ${file}`),
    ...updated.map(({ file, id }) => `~ ${id}  ${file}`),
    ...deleted.map(({ file, id }) => `- ${id}  ${file}`),
    ...conflicts.map(toLine),
  ];
  return {
    lines: lines.map(escapeControls),
    value: { actor, ...report },
    failure: toFailure('imported', conflicts),
  };
}

function toLine({ file, problem }: FolderProblem): string {
  return `! ${file}: ${problem}`;
}

function toFailure(
  verb: string,
  conflicts: readonly FolderProblem[],
): AtomMemError<'edit-conflict'> | undefined {
  const [first] = conflicts;
  if (first === undefined) return undefined;
  const ids = conflicts.flatMap(({ id }) => (id === undefined ? [] : [id]));
  const look = ids[0] === undefined ? '' : `"atommem memory show ${ids[0]}" shows the store's version. `;
  return new AtomMemError('edit-conflict', {
    problem: `${conflicts.length} of the files could not be ${verb}; they are unchanged`,
    remedy: `${look}To keep a file, set its "version" to the store's and import; to keep the store, export with --overwrite`,
    details: { path: first.file },
  });
}

/** Returns the git user of the folder, or the user of this system. */
function findUser(folder: string): string {
  const ask = (key: string): string => {
    const { status, stdout } = spawnSync('git', ['config', '--get', key], { cwd: folder, encoding: 'utf8' });
    return status === 0 ? stdout.trim() : '';
  };
  const [name, email] = [ask('user.name'), ask('user.email')];
  if (name !== '') return email === '' ? name : `${name} <${email}>`;
  return email === '' ? userInfo().username : email;
}
