import { type Entry, readSources } from '../memory/entry.ts';
import type { UpdateOperation } from '../memory/operation.ts';
import type { JsonObject } from '../shared/json.ts';

/** An Update of what is recorded beside an entry: its text, and where that came from, stay as they are. */
export function markEntry(entry: Entry, meta: JsonObject): UpdateOperation {
  const sources = 'sources' in entry.meta ? { sources: readSources(entry) } : {};
  return { op: 'update', target: { id: entry.id }, text: entry.text, meta: { ...meta, ...sources } };
}
