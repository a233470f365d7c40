/**
 * Vectors of the PostgreSQL store.
 *
 * @module
 */
import { toEntry } from '../../memory/log.ts';
import { checkSpace, checkVector, type StoreVectors } from '../../memory/vector-set.ts';
import { type OperationRow, toRecord, toSpace } from '../record-row.ts';
import { readText, storableText } from '../storable-text.ts';
import { enterSpace } from './append.ts';
import type { Connection } from './connection.ts';
import { CURRENT, findNamespace, lockNamespace, OPERATION_COLUMNS } from './namespace-row.ts';
import { indexName } from './postgres-search.ts';
import { readVector, vectorText } from './vector-text.ts';

export function createPostgresVectors({ query, transaction }: Connection): StoreVectors {
  return {
    async space(namespace) {
      return toSpace(await findNamespace(query, namespace));
    },
    async all(namespace) {
      const row = await findNamespace(query, namespace);
      const space = toSpace(row);
      if (row === undefined || space === undefined) return undefined;
      const rows = await query<{ id: string; vector: string }>(
        `select id, vector::text from $schema.entry
         where namespace_key = $1 and vector is not null order by born`,
        [row.namespace_key],
      );
      return { ...space, vectors: new Map(rows.map(({ id, vector }) => [readText(id), readVector(vector)])) };
    },
    async get(namespace, ids) {
      const rows = await query<{ id: string; version: number; vector: string }>(
        `select e.id, o.version, e.vector::text ${CURRENT}
         join $schema.namespace n on n.namespace_key = e.namespace_key
         where n.name = $1 and e.id = any($2) and e.vector is not null`,
        [storableText(namespace), ids.map(storableText)],
      );
      return rows.map(({ id, version, vector }) => ({
        id: readText(id),
        version,
        vector: readVector(vector),
      }));
    },
    async missing(namespace) {
      const rows = await query<OperationRow>(
        `select ${OPERATION_COLUMNS} ${CURRENT} join $schema.namespace n on n.namespace_key = e.namespace_key
         where n.name = $1 and e.vector is null and e.born is not null and e.id <> 'scratchpad' order by e.born`,
        [storableText(namespace)],
      );
      return rows.map((row) => toEntry(toRecord(row))).filter((entry) => entry !== undefined);
    },
    async put(namespace, space, vectors, { replace = false } = {}) {
      for (const { vector } of vectors) checkVector(vector, space.dimensions);
      await transaction(async (run) => {
        let row = await lockNamespace(run, namespace);
        if (replace) {
          await run(`drop index if exists $schema.${indexName(row.namespace_key)}`);
          await run(
            'update $schema.entry set vector = null where namespace_key = $1 and vector is not null',
            [row.namespace_key],
          );
          row = { ...row, embedder: null, dimensions: null };
        } else checkSpace(namespace, toSpace(row), space);
        await enterSpace(run, namespace, row, space);
        await run(
          `update $schema.entry e set vector = given.vector::vector
           from unnest($2::text[], $3::bigint[], $4::text[]) as given (id, version, vector),
             $schema.operation o
           where e.namespace_key = $1 and e.id = given.id and e.born is not null
             and o.namespace_key = $1 and o.generation = e.generation and o.version = given.version`,
          [
            row.namespace_key,
            vectors.map(({ id }) => storableText(id)),
            vectors.map(({ version }) => version),
            vectors.map(({ vector }) => vectorText(vector)),
          ],
        );
      });
    },
  };
}
