import type { EntryId } from '../../memory/entry.ts';
import { storableText } from '../storable-text.ts';
import { findNamespace } from './append.ts';
import type { Statements } from './statements.ts';

/** Counts of shown entries that wait to be written. */
export interface ReadCounts {
  add(namespace: string, ids: readonly EntryId[]): void;
  waiting(): boolean;
  /** Writes the counts; runs inside a transaction. */
  flush(): void;
  /** Stored counts with those that wait added. */
  over(namespace: string, stored: Map<EntryId, number>): ReadonlyMap<EntryId, number>;
}

export function createReadCounts(statements: Statements): ReadCounts {
  const waiting = new Map<string, Map<EntryId, number>>();
  return {
    add(namespace, ids) {
      if (ids.length === 0) return;
      const counts = waiting.get(namespace) ?? new Map<EntryId, number>();
      for (const id of ids) counts.set(id, (counts.get(id) ?? 0) + 1);
      waiting.set(namespace, counts);
    },
    waiting: () => waiting.size > 0,
    flush() {
      for (const [namespace, counts] of waiting) {
        const row = findNamespace(statements, namespace);
        if (row === undefined) continue;
        for (const [id, count] of counts) {
          statements('addReads').run(count, row.namespace_key, storableText(id));
        }
      }
      waiting.clear();
    },
    over(namespace, stored) {
      for (const [id, count] of waiting.get(namespace) ?? []) stored.set(id, (stored.get(id) ?? 0) + count);
      return stored;
    },
  };
}
