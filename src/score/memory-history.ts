/**
 * Rebuilds the contents of memory at every step from a trajectory.
 *
 * @module
 */
import { type Entry, type EntryId, SCRATCHPAD } from '../memory/entry.ts';
import type { Trajectory } from '../trajectory/trajectory.ts';

/** An entry after one step. */
export interface EntryVersion {
  /** 0-based step that wrote it; -1 if memory held it before the episode. */
  readonly step: number;
  /** The entry, or `undefined` if the step deleted it. */
  readonly entry: Entry | undefined;
}

/** Every version of every entry of an episode and of the scratchpad, oldest first. */
export type MemoryHistory = ReadonlyMap<EntryId, readonly EntryVersion[]>;

/** Memory at one moment. */
export interface MemoryMoment {
  readonly scratchpad: Entry | undefined;
  readonly entries: readonly Entry[];
}

/**
 * Rebuilds the history of memory from a trajectory's effects alone. Entries from before the episode are known only if
 * a view showed them or a step changed them.
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

/** Returns memory after a step, without entries that expired by `time`. `-1` is before the first step. */
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

/** Returns memory at the end of the episode. */
export function memoryAtEnd(history: MemoryHistory, { steps }: Trajectory): MemoryMoment {
  return memoryAfter(history, steps.length, steps.at(-1)?.time);
}

/** Returns the number of stored entries after each step. Ignores expiry. */
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
