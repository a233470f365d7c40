/**
 * A copy of a memory's entries in this process that follows the memory's log.
 *
 * @module
 */
import { type Entry, type EntryId, SCRATCHPAD } from '../memory/entry.ts';
import { toEntry } from '../memory/log.ts';
import type { Memory } from '../memory/memory.ts';

export interface MemoryMirror {
  /**
   * Reads new log records and returns every entry that has not expired by `now`, oldest first. Returns the same list
   * until something changes.
   */
  entries(now: number): Promise<readonly Entry[]>;
}

/**
 * Opens a mirror that reads all entries once, then only new log records. The cost of a turn does not grow with the
 * size of the memory.
 */
export function createMemoryMirror(memory: Memory): MemoryMirror {
  let generation = -1;
  let live = new Map<EntryId, Entry>();
  let listed: readonly Entry[] = [];
  let expiring = false;

  function list(): void {
    listed = [...live.values()];
    expiring = listed.some(({ expiresAt }) => expiresAt !== undefined);
  }

  async function load(): Promise<void> {
    // Read the log first. Records written in between are then read twice, which is harmless.
    const log = await memory.log();
    live = new Map((await memory.entries()).map((entry) => [entry.id, entry]));
    generation = log.at(-1)?.generation ?? 0;
    list();
  }

  async function follow(): Promise<void> {
    const records = await memory.log({ after: generation });
    if (records.length === 0) return;
    // Entries with an owner are shared with other owners of the namespace. Only the memory can filter them.
    if (records.some(({ meta }) => meta?.owner !== undefined)) return load();
    for (const record of records) {
      const entry = toEntry(record);
      if (record.id === SCRATCHPAD) continue;
      if (entry === undefined) live.delete(record.id);
      else live.set(record.id, entry);
    }
    generation = records.at(-1)!.generation;
    list();
  }

  return {
    async entries(now) {
      await (generation < 0 ? load() : follow());
      const isLive = ({ expiresAt }: Entry): boolean => (expiresAt ?? Infinity) > now;
      return expiring ? listed.filter(isLive) : listed;
    },
  };
}
