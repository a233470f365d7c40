/**
 * Synchronises a memory with what a policy keeps of documents under a limit.
 *
 * @module
 */
import type { FileDocument } from '../documents/file-document.ts';
import { createMemory } from '../memory/create-memory.ts';
import type { Entry } from '../memory/entry.ts';
import { readSources } from '../memory/entry.ts';
import type { Memory } from '../memory/memory.ts';
import type { Operation } from '../memory/operation.ts';
import type { Failure, Policy } from '../policy/policy.ts';
import { AtomMemError } from '../shared/error.ts';
import type { SourceDocument } from '../task/observation.ts';
import { observeChunk } from '../task/observe-chunk.ts';
import { readSourceMeta, type StoredPart, toParts } from './memory-documents.ts';
import { type SyncReport, toDelete } from './sync-documents.ts';

/** A named path and the documents below it. */
export interface SyncedFolder {
  readonly root: string;
  readonly documents: readonly FileDocument[];
}

export interface SyncKeptOptions {
  readonly policy: Policy;
  /** Questions that the policy keeps evidence for. Default: none. */
  readonly questions?: readonly string[];
  /** Most entries, of all folders together. */
  readonly capacity?: number;
  /** Most characters, of all folders together. */
  readonly characterCapacity?: number;
  /** Called after each chunk that the policy reads. */
  readonly onChunk?: () => void | Promise<void>;
  /** Stops before anything is written. */
  readonly signal?: AbortSignal;
}

/** What a sync changed, and how many documents have no entry. */
export interface SyncKeptReport extends SyncReport {
  readonly leftOut: number;
}

/**
 * Lets a policy read all documents in order and stores what it keeps. Nothing else of the folders stays in memory. Texts
 * that the policy keeps whole are stored like those of `syncDocuments`. If neither documents nor options change, nothing is
 * written.
 *
 * @throws AtomMemError `rollout-failed` if the policy reports a failure, such as that of an embedder
 * @example
 * const { documents } = await readDocuments('notes/');
 * await syncKept(memory, [{ root: 'notes', documents }], { policy, capacity: 100 });
 */
export async function syncKept(
  memory: Memory,
  folders: readonly SyncedFolder[],
  options: SyncKeptOptions,
): Promise<SyncKeptReport> {
  const parts = new Map(folders.flatMap(listParts).map((part) => [part.source.id, part]));
  const kept = await choose([...parts.values()], options);
  const wanted = new Map(
    kept.flatMap((entry) => {
      const part = toStored(entry, parts);
      return part === undefined ? [] : [[identify(part), part] as const];
    }),
  );
  const roots = new Set(folders.map(({ root }) => root));
  const held = (await memory.entries()).filter(({ meta }) => {
    const source = readSourceMeta(meta);
    return source !== undefined && roots.has(source.root);
  });
  const gone = held.filter((entry) => !wanted.delete(identify(entry)));
  if (!options.signal?.aborted && gone.length + wanted.size > 0)
    await memory.apply([...gone.map(toDelete), ...[...wanted.values()].map(toCreate)], { actor: 'sync' });
  return report(folders, held, gone, [...wanted.values()]);
}

/** Parts that the policy reads at a time. A part has at most 1,200 characters. */
const PER_CHUNK = 20;

interface Part {
  readonly source: SourceDocument;
  readonly stored: StoredPart;
}

function listParts({ root, documents }: SyncedFolder): readonly Part[] {
  return documents.flatMap((document) =>
    toParts(document, root).map((stored, place) => {
      const { title } = document;
      const source = { id: `${document.id}#${place + 1}`, title, text: stored.text.slice(title.length + 1) };
      return { source, stored };
    }),
  );
}

/** Plays the policy on a memory of its own. */
async function choose(
  parts: readonly Part[],
  { policy, questions = [], capacity, characterCapacity, onChunk, signal }: SyncKeptOptions,
): Promise<readonly Entry[]> {
  let now = 0;
  const memory = createMemory({ capacity, characterCapacity, clock: () => now });
  const count = Math.ceil(parts.length / PER_CHUNK);
  const asked = questions.map((text, place) => ({ id: `q${place + 1}`, text }));
  for (let index = 0; index < count && !signal?.aborted; index += 1) {
    now += 1;
    const documents = parts.slice(index * PER_CHUNK, (index + 1) * PER_CHUNK).map(({ source }) => source);
    const text = documents.map((document) => `${document.title}\n${document.text}`).join('\n\n');
    const { operations, failure } = await policy.act(observeChunk({ index, count, text, documents }, asked), {
      ...{ view: await memory.observe(), step: index, capacity, characterCapacity, signal },
      read: (query, limits) => memory.read(query, limits),
      readAll: () => memory.entries(),
    });
    if (failure !== undefined) throw createSyncError(failure, index);
    await memory.apply(operations.filter(isEntryOperation), { actor: policy.name });
    await onChunk?.();
  }
  return memory.entries();
}

/** Creates the error of a policy that failed. Nothing is stored, because memory would lack the chunk. */
function createSyncError({ boundary, message }: Failure, step: number): AtomMemError<'rollout-failed'> {
  return new AtomMemError('rollout-failed', {
    problem: `the ${boundary} failed: ${message}`,
    remedy: 'Nothing was stored. Sync again once it works',
    details: { boundary, step },
  });
}

/** Tells whether an operation writes an entry. The scratchpad would not be stored. */
function isEntryOperation(operation: Operation): boolean {
  return operation.op !== 'read' && !('target' in operation && operation.target === 'scratchpad');
}

/** Returns an entry of the policy as it is stored: the part itself if its text is whole, or the policy's text. */
function toStored(entry: Entry, parts: ReadonlyMap<string, Part>): StoredPart | undefined {
  const sources = readSources(entry).flatMap((id) => parts.get(id)?.stored ?? []);
  const [first] = sources;
  if (first === undefined) return undefined;
  // Without a stamp, a later sync without a policy reads the file again.
  const document = { ...readSourceMeta(first.meta), stamp: '' };
  const meta = { ...first.meta, document };
  if (sources.length === 1 && squeeze(first.text) === squeeze(entry.text)) return { text: first.text, meta };
  const { title, path } = first.meta;
  const ids = [...new Set(sources.map((source) => readSourceMeta(source.meta)!.id))];
  return { text: entry.text, meta: { sources: ids, title: title!, path: path!, document } };
}

const squeeze = (text: string): string => text.replace(/\s+/g, ' ').trim();

/** Returns what makes a stored text the same as another one. */
function identify({ text, meta }: StoredPart): string {
  const { id, root, hash, part } = readSourceMeta(meta)!;
  return JSON.stringify([id, root, hash, part, text]);
}

function toCreate({ text, meta }: StoredPart): Operation {
  return { op: 'create', text, meta };
}

function report(
  folders: readonly SyncedFolder[],
  held: readonly Entry[],
  gone: readonly Entry[],
  fresh: readonly StoredPart[],
): SyncKeptReport {
  const listIds = (texts: readonly StoredPart[]): ReadonlySet<string> =>
    new Set(texts.map(({ meta }) => readSourceMeta(meta)!.id));
  const [before, lost, won] = [listIds(held), listIds(gone), listIds(fresh)];
  const stays = listIds(held.filter((entry) => !gone.includes(entry)));
  const ids = folders.flatMap(({ documents }) => documents.map(({ id }) => id));
  const touched = new Set([...lost, ...won]);
  return {
    added: [...won].filter((id) => !before.has(id)),
    changed: [...touched].filter((id) => before.has(id) && (won.has(id) || stays.has(id))),
    removed: [...lost].filter((id) => !won.has(id) && !stays.has(id)),
    unchanged: [...stays].filter((id) => !touched.has(id)).length,
    leftOut: ids.filter((id) => !stays.has(id) && !won.has(id)).length,
  };
}
