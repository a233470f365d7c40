/**
 * Writes a namespace as JSON Lines.
 *
 * @module
 */
import { SCRATCHPAD } from '../memory/entry.ts';
import type { LogRecord } from '../memory/log.ts';
import type { Store } from '../memory/store.ts';
import { encodeFloats } from '../shared/base64.ts';

/** The first line of an export. Every further line is a `LogRecord`, with the vector of the entry if it is current. */
export interface ExportHeader {
  readonly format: 'atommem-memory';
  readonly formatVersion: 1;
  readonly embedder: string | null;
  readonly dimensions: number | null;
}

export interface ExportOptions {
  /** Whether vectors are exported. Without them, a later search embeds again. Default: true. */
  readonly vectors?: boolean;
}

/** Records in memory at once. */
const PAGE = 500;

/**
 * Yields a namespace as JSON Lines, a few hundred records at a time: its whole log, with vectors. The export
 * does not name the namespace. Importing it gives a namespace whose export has the same bytes. Records that
 * are written meanwhile are left out.
 *
 * @example
 * for await (const line of exportNamespace(store, 'users/1')) process.stdout.write(line);
 */
export async function* exportNamespace(
  store: Store,
  namespace: string,
  options: ExportOptions = {},
): AsyncGenerator<string, void> {
  const last = await store.generation(namespace);
  const space = options.vectors === false ? undefined : await store.vectors.space(namespace);
  const header: ExportHeader = {
    format: 'atommem-memory',
    formatVersion: 1,
    embedder: space?.embedder ?? null,
    dimensions: space?.dimensions ?? null,
  };
  yield `${JSON.stringify(header)}\n`;
  for (let after = 0; after < last; after += PAGE) {
    const records = await store.log(namespace, { after, upTo: Math.min(last, after + PAGE) });
    const vectors =
      space === undefined ? new Map() : await readVectors(store, namespace, records, space.dimensions);
    for (const record of records) {
      const vector: string | undefined = vectors.get(record.generation);
      yield `${JSON.stringify(vector === undefined ? orderKeys(record) : { ...orderKeys(record), vector })}\n`;
    }
  }
}

/** The vectors of the records that are still current, by generation. A version belongs to one record only. */
async function readVectors(
  store: Store,
  namespace: string,
  records: readonly LogRecord[],
  dimensions: number,
): Promise<ReadonlyMap<number, string>> {
  const searched = records.filter(({ id, text }) => id !== SCRATCHPAD && text !== null);
  const ids = [...new Set(searched.map((record) => record.id))];
  const found = new Map((await store.vectors.get(namespace, ids)).map((vector) => [vector.id, vector]));
  return new Map(
    searched.flatMap(({ id, version, generation }) => {
      const current = found.get(id);
      // Another process may have moved the namespace to another embedder meanwhile.
      return current?.version === version && current.vector.length === dimensions
        ? [[generation, encodeFloats(current.vector)] as const]
        : [];
    }),
  );
}

/** One order of keys for all stores, so that equal logs give equal bytes. */
function orderKeys(record: LogRecord): LogRecord {
  const { generation, kind, id, version, previous, undoOf, actor, time, createdAt, text, meta, expiresAt } =
    record;
  return { generation, kind, id, version, previous, undoOf, actor, time, createdAt, text, meta, expiresAt };
}
