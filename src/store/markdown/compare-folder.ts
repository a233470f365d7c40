/**
 * Compares a folder of entry files with a log, each with what both last agreed on.
 *
 * @module
 */
import { type Entry, type EntryId, SCRATCHPAD } from '../../memory/entry.ts';
import { type LogRecord, replayLog, storedEntries, toEntry } from '../../memory/log.ts';
import type { JsonValue } from '../../shared/json.ts';
import type { EntryFile } from './entry-file.ts';
import type { FolderFile, FolderState } from './folder-files.ts';

/** The relation of a file and an entry. */
export type Comparison =
  /** File and entry say the same. */
  | { readonly kind: 'same'; readonly name: string; readonly file: EntryFile; readonly entry: Entry }
  /** A file without an entry. */
  | { readonly kind: 'file-new'; readonly name: string; readonly file: EntryFile }
  /** Only the file changed. */
  | { readonly kind: 'file-edited'; readonly name: string; readonly file: EntryFile; readonly entry: Entry }
  /** Only the file is gone. */
  | { readonly kind: 'file-gone'; readonly name: string; readonly entry: Entry }
  /** An entry without a file. */
  | { readonly kind: 'entry-new'; readonly entry: Entry }
  /** Only the entry changed. */
  | { readonly kind: 'entry-edited'; readonly name: string; readonly file: EntryFile; readonly entry: Entry }
  /** Only the entry is gone. */
  | { readonly kind: 'entry-gone'; readonly name: string; readonly id: EntryId }
  /** Both changed, or the file cannot be read. */
  | {
      readonly kind: 'conflict';
      readonly name: string;
      readonly id?: EntryId;
      readonly entry?: Entry;
      readonly problem: string;
    };

/** Compares files with a log. Files come first, in their order, then entries without a file. */
export function compareFolder(
  files: readonly FolderFile[],
  state: FolderState,
  log: readonly LogRecord[],
): readonly Comparison[] {
  const entries = new Map(storedEntries(replayLog(log)).map((entry) => [entry.id, entry]));
  const history = readHistory(log);
  const matched = new Map<EntryId, string>();
  const unmatched = new Set(files.map(({ name }) => name));
  const found = new Map<string, Comparison>();

  function match(name: string, id: EntryId): boolean {
    if (matched.has(id)) return false;
    matched.set(id, name);
    unmatched.delete(name);
    return true;
  }

  // First by identity, because an equal text can belong to another file.
  for (const given of files) {
    const { name } = given;
    const known = state.get(name);
    if ('fault' in given) {
      if (known !== undefined) matched.set(known.id, name);
      unmatched.delete(name);
      const entry = known && entries.get(known.id);
      found.set(name, { kind: 'conflict', name, id: known?.id, entry, problem: given.fault });
      continue;
    }
    const base = findBase(given.file, known, history);
    if (base === undefined) continue;
    if (match(name, base.id)) found.set(name, compareOne(name, given.file, base, history, entries));
    else {
      unmatched.delete(name);
      const problem = `${matched.get(base.id)} is the file of the same entry, ${base.id}`;
      found.set(name, { kind: 'conflict', name, id: base.id, problem });
    }
  }
  const byText = new Map([...entries.values()].reverse().map((entry) => [entry.text, entry]));
  for (const given of files) {
    if ('fault' in given || !unmatched.has(given.name)) continue;
    const { name, file } = given;
    const equal = byText.get(file.text);
    const isSame = equal !== undefined && saysTheSame(file, equal) && match(name, equal.id);
    found.set(name, isSame ? { kind: 'same', name, file, entry: equal } : { kind: 'file-new', name, file });
  }
  return [...files.map(({ name }) => found.get(name)!), ...compareRest(entries, matched, state)];
}

/** Compares the entries that no file names. */
function compareRest(
  entries: ReadonlyMap<EntryId, Entry>,
  matched: ReadonlyMap<EntryId, string>,
  state: FolderState,
): readonly Comparison[] {
  const known = new Map([...state].map(([name, { id, version }]) => [id, { name, version }]));
  return [...entries.values()].flatMap((entry): readonly Comparison[] => {
    if (matched.has(entry.id)) return [];
    const base = known.get(entry.id);
    if (base === undefined) return [{ kind: 'entry-new', entry }];
    const { name, version } = base;
    if (version === entry.version) return [{ kind: 'file-gone', name, entry }];
    const problem = `it was deleted at version ${version}, and the store is at version ${entry.version}`;
    return [{ kind: 'conflict', name, id: entry.id, entry, problem }];
  });
}

interface Base {
  readonly id: EntryId;
  /** The version that the file was edited from; `undefined` if the file does not say. */
  readonly version: number | undefined;
}

/** Returns the entry that a file belongs to: by its front matter, or by name in the last comparison. */
function findBase(
  { id, created, version }: EntryFile,
  known: { readonly id: EntryId; readonly version: number } | undefined,
  history: ReadonlyMap<EntryId, readonly LogRecord[]>,
): Base | undefined {
  const [first] = (id !== undefined && id !== SCRATCHPAD && history.get(id)) || [];
  // Ids of other stores look the same. The time of creation tells them apart.
  if (first !== undefined && first.createdAt === created) {
    return { id: first.id, version: version ?? (known?.id === first.id ? known.version : undefined) };
  }
  return known !== undefined && history.has(known.id) ? known : undefined;
}

function compareOne(
  name: string,
  file: EntryFile,
  { id, version }: Base,
  history: ReadonlyMap<EntryId, readonly LogRecord[]>,
  entries: ReadonlyMap<EntryId, Entry>,
): Comparison {
  const records = history.get(id)!;
  const entry = entries.get(id);
  if (entry !== undefined && saysTheSame(file, entry)) return { kind: 'same', name, file, entry };
  const base = records.find((record) => record.version === version);
  const before = base && toEntry(base);
  const isPurged = base !== undefined && base.kind !== 'delete' && base.text === null;
  const isEdited = !isPurged && (before === undefined || !saysTheSame(file, before));
  const { version: newest } = records.at(-1)!;
  if (entry === undefined) {
    if (!isEdited) return { kind: 'entry-gone', name, id };
    return { kind: 'conflict', name, id, problem: `it was edited, and the store has deleted ${id}` };
  }
  if (version !== undefined && version >= newest) return { kind: 'file-edited', name, file, entry };
  if (!isEdited) return { kind: 'entry-edited', name, file, entry };
  const from = version === undefined ? 'an unknown version' : `version ${version}`;
  const problem = `it was edited from ${from}, and the store is at version ${newest}`;
  return { kind: 'conflict', name, id, entry, problem };
}

function readHistory(log: readonly LogRecord[]): ReadonlyMap<EntryId, readonly LogRecord[]> {
  const history = new Map<EntryId, LogRecord[]>();
  for (const record of log) {
    const records = history.get(record.id);
    if (records === undefined) history.set(record.id, [record]);
    else records.push(record);
  }
  return history;
}

/** Keys of `meta` that a file lacks do not count: an update merges `meta`, so it cannot remove them. */
function saysTheSame(file: EntryFile, entry: Entry): boolean {
  return (
    file.text === entry.text &&
    file.expires === entry.expiresAt &&
    Object.entries(file.meta).every(([key, value]) => toJson(value) === toJson(entry.meta[key]))
  );
}

/** JSON with sorted keys, because front matter does not keep their order. */
function toJson(value: JsonValue | undefined): string | undefined {
  return JSON.stringify(value, (_, part: unknown) =>
    typeof part === 'object' && part !== null && !Array.isArray(part)
      ? Object.fromEntries(Object.entries(part).sort(([one], [other]) => (one < other ? -1 : 1)))
      : part,
  );
}

/** Tells whether a file was written for this entry, and not for its counterpart in another store. */
export function belongsTo(file: EntryFile, entry: Entry): boolean {
  return file.id === entry.id && file.created === entry.createdAt;
}

/** Returns what folder and log agree on. Where they differ, the last agreement stays. */
export function toState(comparisons: readonly Comparison[], before: FolderState): FolderState {
  const state = new Map<string, { readonly id: EntryId; readonly version: number }>();
  for (const comparison of comparisons) {
    if (comparison.kind === 'entry-new') continue;
    const { name } = comparison;
    const known = before.get(name);
    if (comparison.kind === 'same') {
      state.set(name, { id: comparison.entry.id, version: comparison.entry.version });
    } else if (known !== undefined) state.set(name, known);
  }
  return state;
}
