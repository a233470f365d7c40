import { type Entry, type EntryId, SCRATCHPAD } from '../memory/entry.ts';
import type { Trajectory } from '../trajectory/trajectory.ts';

/** What one step left of an entry. */
export interface EntryVersion {
  /** 0-based step that wrote it; -1 for what stood in memory before the episode. */
  readonly step: number;
  /** `undefined` where the step deleted the entry. */
  readonly entry: Entry | undefined;
}

/** Every version of every entry of an episode, oldest first, the scratchpad's too. */
export type MemoryHistory = ReadonlyMap<EntryId, readonly EntryVersion[]>;

/** Entries that stand at one moment, the scratchpad apart. */
export interface MemoryMoment {
  readonly scratchpad: Entry | undefined;
  readonly entries: readonly Entry[];
}

/**
 * Rebuilds from a trajectory's effects alone what was in memory when. Entries that the episode found there
 * are known as far as it met them: shown in a view, updated or deleted.
 */
export function memoryHistory({ steps, end }: Trajectory): MemoryHistory {
  const history = new Map<EntryId, EntryVersion[]>();
  const meet = (entry: Entry): void => {
    if (!history.has(entry.id)) history.set(entry.id, [{ step: -1, entry }]);
  };
  for (const { step, view, effects } of steps) {
    for (const entry of view.entries) meet(entry);
    for (const effect of effects) {
      if (!effect.applied || effect.entry === undefined || effect.operation.op === 'read') continue;
      const gone = effect.operation.op === 'delete';
      const before = gone ? effect.entry : effect.previous;
      if (before !== undefined) meet(before);
      const versions = history.get(effect.entry.id) ?? [];
      versions.push({ step, entry: gone ? undefined : effect.entry });
      history.set(effect.entry.id, versions);
    }
  }
  for (const { view } of end.unasked) for (const entry of view.entries) meet(entry);
  return history;
}

/**
 * What stands after a step: `-1` is the moment before the first. The last write of a step counts, and an
 * entry that has expired by `time` does not.
 */
export function memoryAfter(history: MemoryHistory, step: number, time?: number): MemoryMoment {
  let scratchpad: Entry | undefined;
  const entries: Entry[] = [];
  for (const [id, versions] of history) {
    const entry = versions.findLast((version) => version.step <= step)?.entry;
    if (entry === undefined) continue;
    if (id === SCRATCHPAD) scratchpad = entry;
    else if (time === undefined || (entry.expiresAt ?? Number.POSITIVE_INFINITY) > time) entries.push(entry);
  }
  return { scratchpad, entries };
}

/** What stands when the episode is over. */
export function memoryAtEnd(history: MemoryHistory, { steps }: Trajectory): MemoryMoment {
  return memoryAfter(history, steps.length, steps.at(-1)?.time);
}

/** Stored entries after each step, one number a step; an expiry is not seen here. */
export function entriesOverTime(history: MemoryHistory, { steps }: Trajectory): readonly number[] {
  const changes = new Array<number>(steps.length + 1).fill(0);
  for (const [id, versions] of history) {
    if (id === SCRATCHPAD) continue;
    let alive = false;
    for (const { step, entry } of versions) {
      const lives = entry !== undefined;
      if (lives !== alive) changes[step + 1]! += lives ? 1 : -1;
      alive = lives;
    }
  }
  let count = 0;
  return changes.map((change) => (count += change)).slice(1);
}
