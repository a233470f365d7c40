/**
 * The SQL function `crc`, which computes the checksum stored in every row.
 * @module
 */
import type { DatabaseSync, SQLInputValue } from 'node:sqlite';
import { crc32 } from 'node:zlib';

/** Columns of `operation` that its checksum covers: all. */
export const OPERATION_COLUMNS = `namespace_key, generation, live, kind, id, version, previous, undo_of, actor,
  time, created_at, text, meta, expires_at`;

/** Adds `crc(value, …)` to a connection: a CRC-32 of the values and their types, `null` for a single null. */
export function addChecksum(database: DatabaseSync): void {
  database.function('crc', { varargs: true, deterministic: true }, (...values: SQLInputValue[]) => {
    if (values.length === 1) {
      const [value] = values;
      if (value === null) return null;
      if (value instanceof Uint8Array) return crc32(value);
    }
    return crc32(JSON.stringify(values));
  });
}
