/**
 * Reconstructs the texts in memory after each step of a lab episode.
 *
 * @module
 */
import type { Trajectory } from '../../trajectory/trajectory.ts';

/** Returns the texts of all entries and the lines of the scratchpad, after each step. */
export function listMemories({ steps }: Trajectory): readonly ReadonlySet<string>[] {
  const texts = new Map<string, string>();
  return steps.map(({ effects }) => {
    for (const effect of effects) {
      if (!effect.applied || effect.entry === undefined) continue;
      if (effect.operation.op === 'delete') texts.delete(effect.entry.id);
      else texts.set(effect.entry.id, effect.entry.text);
    }
    return new Set([...texts.values()].flatMap((text) => text.split('\n')));
  });
}
