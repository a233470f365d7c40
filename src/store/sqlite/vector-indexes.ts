/**
 * Vector indexes in memory, one per namespace, within a budget.
 *
 * @module
 */
import type { EntryId } from '../../memory/entry.ts';
import { createFlatIndex, type FlatIndex } from '../../search/flat-index.ts';
import { readText, storableText } from '../storable-text.ts';
import { type NamespaceRow, toVector } from './rows.ts';
import type { Statements } from './statements.ts';

/** The vectors of one namespace in memory, and the state of the file that they reflect. */
interface Loaded {
  generation: number;
  readonly epoch: number;
  readonly index: FlatIndex;
}

/** Vector indexes of the namespaces of a file. The first search loads an index; every search updates it. */
export interface VectorIndexes {
  /** Returns the index for the state of the row. Must run inside the transaction that read the row. */
  at(row: NamespaceRow): FlatIndex;
  /** Bytes of vectors in memory. */
  bytes(): number;
  clear(): void;
}

/** @param budget bytes of vectors. The least recently searched namespaces are dropped. A single one may exceed it. */
export function createVectorIndexes(statements: Statements, budget: number): VectorIndexes {
  /** By namespace key, least recently searched first. */
  const held = new Map<number, Loaded>();

  function load(row: NamespaceRow): Loaded {
    const index = createFlatIndex(row.dimensions!);
    for (const found of statements('vectors').iterate(row.namespace_key)) {
      const { id, vector } = found as { id: string; vector: Uint8Array };
      index.set(readText(id), toVector(vector));
    }
    return { generation: row.generation, epoch: row.vector_epoch, index };
  }

  function replay(row: NamespaceRow, loaded: Loaded): void {
    if (loaded.generation === row.generation) return;
    for (const found of statements('changed').all(row.namespace_key, loaded.generation)) {
      const id = readText((found as { id: string }).id);
      const vector = readVector(row, id);
      if (vector === undefined) loaded.index.remove(id);
      else loaded.index.set(id, vector);
    }
    loaded.generation = row.generation;
  }

  function readVector(row: NamespaceRow, id: EntryId): Float32Array | undefined {
    const found = statements('vector').get(row.namespace_key, storableText(id)) as
      | { vector: Uint8Array | null }
      | undefined;
    return found?.vector ? toVector(found.vector) : undefined;
  }

  function bytes(): number {
    let sum = 0;
    for (const { index } of held.values()) sum += index.size * index.dimensions * 4;
    return sum;
  }

  function makeRoom(): void {
    for (const key of [...held.keys()].slice(0, -1)) {
      if (bytes() <= budget) return;
      held.get(key)!.index.clear();
      held.delete(key);
    }
  }

  return {
    at(row) {
      const known = held.get(row.namespace_key);
      held.delete(row.namespace_key);
      const fresh = known?.epoch === row.vector_epoch && known.index.dimensions === row.dimensions;
      if (!fresh) known?.index.clear();
      const loaded = fresh ? known : load(row);
      replay(row, loaded);
      held.set(row.namespace_key, loaded);
      makeRoom();
      return loaded.index;
    },
    bytes,
    clear() {
      for (const { index } of held.values()) index.clear();
      held.clear();
    },
  };
}
