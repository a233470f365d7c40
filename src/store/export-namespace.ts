import type { EntryId } from '../memory/entry.ts';
import type { LogRecord } from '../memory/log.ts';
import type { Store } from '../memory/store.ts';
import type { VectorSet } from '../memory/vector-set.ts';
import { encodeFloats } from '../shared/base64.ts';
import { readNamespace } from './read-namespace.ts';

/** First line of an export; every further line is a `LogRecord`, the current one of an entry with its vector. */
export interface ExportHeader {
  readonly format: 'atommem-memory';
  readonly formatVersion: 1;
  readonly embedder: string | null;
  readonly dimensions: number | null;
}

/**
 * A namespace as JSON Lines: its whole log, and vectors. Does not name the namespace; importing gives a
 * namespace whose export has the same bytes.
 *
 * @param options.vectors false leaves vectors out: smaller, and a later search embeds again. Default true.
 * @example
 * for await (const line of exportNamespace(store, 'users/1')) process.stdout.write(line);
 */
export async function* exportNamespace(
  store: Store,
  namespace: string,
  options: { readonly vectors?: boolean } = {},
): AsyncGenerator<string, void> {
  const { records, vectors } = await readNamespace(store, namespace);
  const set = options.vectors === false ? undefined : vectors;
  const current = new Map<EntryId, number>(records.map(({ id, generation }) => [id, generation]));
  const header: ExportHeader = {
    format: 'atommem-memory',
    formatVersion: 1,
    embedder: set?.embedder ?? null,
    dimensions: set?.dimensions ?? null,
  };
  yield `${JSON.stringify(header)}\n`;
  for (const record of records) {
    const vector = current.get(record.id) === record.generation ? vectorOf(set, record) : undefined;
    yield `${JSON.stringify(vector === undefined ? inOrder(record) : { ...inOrder(record), vector })}\n`;
  }
}

function vectorOf(set: VectorSet | undefined, record: LogRecord): string | undefined {
  const vector = set?.vectors.get(record.id);
  return vector && encodeFloats(vector);
}

/** One order of keys, whatever the store's: equal logs give equal bytes. */
function inOrder(record: LogRecord): LogRecord {
  const { generation, kind, id, version, previous, undoOf, actor, time, createdAt, text, meta, expiresAt } =
    record;
  return { generation, kind, id, version, previous, undoOf, actor, time, createdAt, text, meta, expiresAt };
}
