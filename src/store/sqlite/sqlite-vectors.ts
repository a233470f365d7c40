/**
 * Vectors of the SQLite store.
 *
 * @module
 */
import type { StoreVectors } from '../../memory/vector-set.ts';
import { checkSpace, checkVector } from '../../memory/vector-set.ts';
import { toSpace } from '../record-row.ts';
import { readText, storableText } from '../storable-text.ts';
import { enterSpace, findNamespace, listEntries, openNamespace } from './append.ts';
import { type NamespaceRow, toBytes, toVector } from './rows.ts';
import type { Statements } from './statements.ts';

/** Runs a function inside one transaction. */
export type Transaction = <Result>(run: () => Result) => Result;

export function createSqliteVectors(
  statements: Statements,
  read: Transaction,
  write: Transaction,
): StoreVectors {
  return {
    async space(namespace) {
      return read(() => toSpace(findNamespace(statements, namespace)));
    },
    async all(namespace) {
      return read(() => {
        const row = findNamespace(statements, namespace);
        const space = toSpace(row);
        if (row === undefined || space === undefined) return undefined;
        const rows = statements('vectors').all(row.namespace_key) as unknown as StoredVector[];
        return { ...space, vectors: new Map(rows.map(({ id, vector }) => [readText(id), toVector(vector)])) };
      });
    },
    async get(namespace, ids) {
      return read(() => {
        const row = findNamespace(statements, namespace);
        if (row === undefined) return [];
        return ids.flatMap((id) => {
          const found = statements('vector').get(row.namespace_key, storableText(id)) as
            | { version: number; vector: Uint8Array | null }
            | undefined;
          if (found === undefined || found.vector === null) return [];
          return [{ id, version: found.version, vector: toVector(found.vector) }];
        });
      });
    },
    async missing(namespace) {
      return read(() => listEntries(statements, 'unembedded', namespace));
    },
    async put(namespace, space, vectors, { replace = false } = {}) {
      for (const { vector } of vectors) checkVector(vector, space.dimensions);
      write(() => {
        let row: NamespaceRow = openNamespace(statements, namespace);
        if (replace) {
          statements('dropVectors').run(row.namespace_key);
          row = { ...row, embedder: null, dimensions: null };
        } else checkSpace(namespace, toSpace(row), space);
        enterSpace(statements, namespace, row, space);
        for (const { id, version, vector } of vectors) {
          statements('setVector').run(row.namespace_key, storableText(id), version, toBytes(vector));
        }
        statements('touchVectors').run(row.namespace_key);
      });
    },
  };
}

interface StoredVector {
  readonly id: string;
  readonly vector: Uint8Array;
}
