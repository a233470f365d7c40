/**
 * Synchronises a memory with documents: adds, updates and removes entries.
 *
 * @module
 */
import type { FileDocument } from '../documents/file-document.ts';
import type { Entry } from '../memory/entry.ts';
import type { Memory } from '../memory/memory.ts';
import type { Operation } from '../memory/operation.ts';
import { hashDocument, readPartMeta, toParts } from './memory-documents.ts';

export interface SyncOptions {
  /**
   * Name of a folder with exactly these documents. Its other documents are removed from the memory. Default: none
   * removed.
   */
  readonly root?: string;
  /** Paths of existing files that were not read because they did not change. */
  readonly unread?: readonly string[];
  /** Stops after the current document. Completed writes are kept. */
  readonly signal?: AbortSignal;
  /** Called after each document is written or removed. */
  readonly onChange?: (id: string, change: 'added' | 'changed' | 'removed') => void | Promise<void>;
}

export interface SyncReport {
  readonly added: readonly string[];
  readonly changed: readonly string[];
  readonly removed: readonly string[];
  readonly unchanged: number;
}

/**
 * Stores documents as entries, one or more for each. Documents whose content is already stored are skipped and add
 * nothing to the log. Each document is written by one call of `memory.apply`.
 *
 * @example
 * const { documents } = await readDocuments('notes/');
 * const { added, changed } = await syncDocuments(memory, documents, { root: 'notes' });
 */
export async function syncDocuments(
  memory: Memory,
  documents: readonly FileDocument[],
  options: SyncOptions = {},
): Promise<SyncReport> {
  const { root, signal, onChange, unread = [] } = options;
  const stored = groupEntries(await memory.entries());
  const report = { added: [] as string[], changed: [] as string[], removed: [] as string[], unchanged: 0 };
  const record = async (id: string, change: 'added' | 'changed' | 'removed'): Promise<void> => {
    report[change].push(id);
    await onChange?.(id, change);
  };
  for (const document of documents) {
    if (signal?.aborted) return report;
    const known = stored.get(document.id) ?? [];
    if (isSame(known, document)) {
      report.unchanged += 1;
      continue;
    }
    await memory.apply(planUpdate(known, document, root ?? ''), { actor: 'sync', signal });
    await record(document.id, known.length === 0 ? 'added' : 'changed');
  }
  const kept = new Set(unread);
  report.unchanged += [...stored.values()].filter(([entry]) => kept.has(readPath(entry!))).length;
  if (root === undefined) return report;
  const present = new Set(documents.map(({ id }) => id));
  for (const [id, entries] of stored) {
    if (signal?.aborted) return report;
    if (present.has(id) || kept.has(readPath(entries[0]!)) || readPartMeta(entries[0]!)?.root !== root)
      continue;
    await memory.apply(entries.map(toDelete), { actor: 'sync', signal });
    await record(id, 'removed');
  }
  if (report.added.length > 0) await removeDoubles(memory, report.added);
  return report;
}

/** Returns stamps of the stored files by path, so that unchanged files need not be read. */
export async function readStamps(memory: Memory): Promise<ReadonlyMap<string, string>> {
  const stamps = new Map<string, string>();
  for (const entry of await memory.entries()) {
    const part = readPartMeta(entry);
    if (part?.stamp) stamps.set(readPath(entry), part.stamp);
  }
  return stamps;
}

function readPath({ meta }: Entry): string {
  return typeof meta.path === 'string' ? meta.path : '';
}

function groupEntries(entries: readonly Entry[]): Map<string, Entry[]> {
  const groups = new Map<string, Entry[]>();
  for (const entry of entries) {
    const part = readPartMeta(entry);
    if (part === undefined) continue;
    const group = groups.get(part.id);
    if (group === undefined) groups.set(part.id, [entry]);
    else group.push(entry);
  }
  for (const group of groups.values())
    group.sort((left, right) => readPartMeta(left)!.part - readPartMeta(right)!.part);
  return groups;
}

function isSame(known: readonly Entry[], document: FileDocument): boolean {
  const first = known[0] === undefined ? undefined : readPartMeta(known[0]);
  return first !== undefined && first.parts === known.length && first.hash === hashDocument(document);
}

/** Updates existing parts in order, and creates or deletes the rest. */
function planUpdate(known: readonly Entry[], document: FileDocument, root: string): readonly Operation[] {
  const parts = toParts(document, root);
  const written = parts.map(({ text, meta }, place): Operation => {
    const entry = known[place];
    return entry === undefined
      ? { op: 'create', text, meta }
      : { op: 'update', target: { id: entry.id }, text, meta };
  });
  return [...written, ...known.slice(parts.length).map(toDelete)];
}

/** Returns the operation that deletes an entry. */
export function toDelete({ id }: Entry): Operation {
  return { op: 'delete', target: { id } };
}

/** Two concurrent syncs may both add a document. Keep the first one written. */
async function removeDoubles(memory: Memory, added: readonly string[]): Promise<void> {
  const groups = groupEntries(await memory.entries());
  for (const id of added) {
    const seen = new Set<number>();
    const doubles = (groups.get(id) ?? []).filter((entry) => {
      const { part } = readPartMeta(entry)!;
      if (seen.has(part)) return true;
      seen.add(part);
      return false;
    });
    if (doubles.length > 0) await memory.apply(doubles.map(toDelete), { actor: 'sync' });
  }
}
