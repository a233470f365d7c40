import { type Entry, type EntryId, SCRATCHPAD } from '../memory/entry.ts';
import type { JsonObject } from '../memory/json.ts';
import { entryOf, type LogRecord } from '../memory/log.ts';
import type { Commit, CommitOptions, Store } from '../memory/store.ts';
import type { Write } from '../memory/write.ts';

interface Namespace {
  readonly records: LogRecord[];
  readonly entries: Map<EntryId, Entry>;
  /** The newest record of every id, deleted ones too: versions go on across delete and undo. */
  readonly newest: Map<EntryId, LogRecord>;
}

/**
 * A store that lives and dies with the process: what an episode needs, and what tests use.
 *
 * @example
 * const memory = createMemory({ store: createInMemoryStore(), namespace: 'episode-1' });
 */
export function createInMemoryStore(): Store {
  const spaces = new Map<string, Namespace>();

  const open = (name: string): Namespace => {
    let space = spaces.get(name);
    if (space === undefined) {
      space = { records: [], entries: new Map(), newest: new Map() };
      spaces.set(name, space);
    }
    return space;
  };

  return {
    name: 'in-memory',
    async commit(namespace, writes, options) {
      return commitAll(open(namespace), writes, options);
    },
    async generation(namespace) {
      return spaces.get(namespace)?.records.length ?? 0;
    },
    async get(namespace, id) {
      return spaces.get(namespace)?.entries.get(id);
    },
    async list(namespace) {
      return [...(spaces.get(namespace)?.entries.values() ?? [])].filter((entry) => entry.id !== SCRATCHPAD);
    },
    async log(namespace, range = {}) {
      return spaces.get(namespace)?.records.slice(range.after ?? 0, range.upTo) ?? [];
    },
    async namespaces() {
      return [...spaces]
        .filter(([, space]) => space.records.length > 0)
        .map(([name]) => name)
        .sort();
    },
    async close() {
      spaces.clear();
    },
  };
}

function commitAll(space: Namespace, writes: readonly Write[], options: CommitOptions): readonly Commit[] {
  const commits: Commit[] = [];
  const before = space.records.length;
  for (const [position, write] of writes.entries()) {
    const commit = commitOne(space, write, position === 0 ? options : { ...options, undoOf: null });
    commits.push(commit);
    if (!commit.ok && options.atomic) {
      rollBack(space, before);
      return writes.map((_, index) => commits[index] ?? commit).map((each) => (each.ok ? commit : each));
    }
  }
  return commits;
}

function commitOne(space: Namespace, write: Write, options: CommitOptions): Commit {
  const generation = space.records.length + 1;
  const id = write.id ?? `m${generation}`;
  const before = space.entries.get(id);
  const refusal = refusalOf(space, write, before, options);
  if (refusal !== undefined) return { ok: false, refusal };
  const newest = space.newest.get(id);
  const record: LogRecord = {
    generation,
    kind: write.kind === 'update' && before === undefined ? 'create' : write.kind,
    id,
    version: (newest?.version ?? 0) + 1,
    previous: newest?.generation ?? null,
    undoOf: options.undoOf ?? null,
    actor: options.actor ?? null,
    time: options.time,
    createdAt: before?.createdAt ?? options.time,
    text: write.kind === 'delete' ? null : write.text,
    meta: write.kind === 'delete' ? null : metaAfter(write, before),
    expiresAt: write.kind === 'delete' ? null : (write.expiresAt ?? before?.expiresAt ?? null),
  };
  append(space, record);
  return { ok: true, record, before };
}

function refusalOf(
  space: Namespace,
  write: Write,
  before: Entry | undefined,
  options: CommitOptions,
): 'no-such-entry' | 'version-conflict' | 'over-capacity' | undefined {
  if (write.kind === 'create') {
    if (before !== undefined) return 'version-conflict';
    const stored = space.entries.size - (space.entries.has(SCRATCHPAD) ? 1 : 0);
    return options.capacity !== undefined && stored >= options.capacity ? 'over-capacity' : undefined;
  }
  if (before === undefined) {
    return write.kind === 'update' && write.id === SCRATCHPAD ? undefined : 'no-such-entry';
  }
  const expected = write.expectedVersion;
  return expected !== undefined && expected !== before.version ? 'version-conflict' : undefined;
}

function metaAfter(write: Exclude<Write, { kind: 'delete' }>, before: Entry | undefined): JsonObject {
  if (write.kind === 'update' && !write.replaceMeta) return { ...before?.meta, ...write.meta };
  return write.meta ?? {};
}

function append(space: Namespace, record: LogRecord): void {
  space.records.push(record);
  space.newest.set(record.id, record);
  const entry = entryOf(record);
  if (entry === undefined) space.entries.delete(record.id);
  else space.entries.set(record.id, entry);
}

function rollBack(space: Namespace, length: number): void {
  const kept = space.records.splice(0).slice(0, length);
  space.entries.clear();
  space.newest.clear();
  for (const record of kept) append(space, record);
}
