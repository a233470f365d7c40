/**
 * Updates of an entry's metadata.
 *
 * @module
 */
import { type Entry, readSources } from '../memory/entry.ts';
import type { UpdateOperation } from '../memory/operation.ts';
import type { JsonObject } from '../shared/json.ts';

/** Updates the metadata of an entry. Its text and sources stay the same. */
export function markEntry(entry: Entry, meta: JsonObject): UpdateOperation {
  const sources = 'sources' in entry.meta ? { sources: readSources(entry) } : {};
  return { op: 'update', target: { id: entry.id }, text: entry.text, meta: { ...meta, ...sources } };
}
