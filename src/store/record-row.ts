/**
 * Records as rows of a table.
 *
 * @module
 */
import type { LogRecord } from '../memory/log.ts';
import type { VectorSpace } from '../memory/vector-set.ts';
import type { JsonObject } from '../shared/json.ts';
import { readText, storableText } from './storable-text.ts';

/** A row of `operation`, without its keys. */
export interface OperationRow {
  readonly generation: number;
  readonly kind: LogRecord['kind'];
  readonly id: string;
  readonly version: number;
  readonly previous: number | null;
  readonly undo_of: number | null;
  readonly actor: string | null;
  readonly time: number;
  readonly created_at: number;
  readonly text: string | null;
  readonly meta: string | null;
  readonly expires_at: number | null;
}

export function toRecord(row: OperationRow): LogRecord {
  return {
    generation: row.generation,
    kind: row.kind,
    id: readText(row.id),
    version: row.version,
    previous: row.previous,
    undoOf: row.undo_of,
    actor: row.actor === null ? null : readText(row.actor),
    time: row.time,
    createdAt: row.created_at,
    text: row.text === null ? null : readText(row.text),
    meta: row.meta === null ? null : (JSON.parse(row.meta) as JsonObject),
    expiresAt: row.expires_at,
  };
}

/** Returns the values of a record in the order of the columns. */
export function toValues(record: LogRecord): (string | number | null)[] {
  return [
    record.generation,
    record.kind,
    storableText(record.id),
    record.version,
    record.previous,
    record.undoOf,
    record.actor === null ? null : storableText(record.actor),
    record.time,
    record.createdAt,
    record.text === null ? null : storableText(record.text),
    record.meta === null ? null : JSON.stringify(record.meta),
    record.expiresAt,
  ];
}

/** The vector space of a namespace, as columns. */
export interface SpaceRow {
  readonly embedder: string | null;
  readonly dimensions: number | null;
}

export function toSpace(row: SpaceRow | undefined): VectorSpace | undefined {
  if (row === undefined || row.embedder === null || row.dimensions === null) return undefined;
  return { embedder: readText(row.embedder), dimensions: row.dimensions };
}
