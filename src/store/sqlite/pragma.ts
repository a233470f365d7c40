/**
 * Reads pragmas of SQLite.
 *
 * @module
 */
/** Reads settings of SQLite. @module */
import type { DatabaseSync } from 'node:sqlite';

/** Returns the value of a setting. */
export function pragma(database: DatabaseSync, name: string): unknown {
  return Object.values(database.prepare(`pragma ${name}`).get() ?? {})[0];
}
