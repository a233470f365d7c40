/**
 * Finds entries that were never read.
 *
 * @module
 */
import { type EntryId, SCRATCHPAD } from '../memory/entry.ts';
import type { Trajectory } from '../trajectory/trajectory.ts';
import type { MemoryHistory } from './memory-history.ts';

/** Returns entries that no view showed and no Read found, deleted ones included, oldest first. */
export function neverRead(history: MemoryHistory, { steps, end }: Trajectory): readonly EntryId[] {
  const read = new Set<EntryId>();
  for (const { view } of [...steps, ...end.unasked]) for (const { id } of view.entries) read.add(id);
  for (const { reads, effects } of steps) {
    for (const { found } of reads) for (const id of found) read.add(id);
    for (const effect of effects) {
      for (const { id } of effect.applied ? (effect.found ?? []) : []) read.add(id);
    }
  }
  return [...history.keys()].filter((id) => id !== SCRATCHPAD && !read.has(id));
}
