/**
 * LightMem's consolidation step.
 *
 * @module
 */
import type { Entry } from '../memory/entry.ts';
import { lightmemDecide } from '../prompt/lightmem-decide.ts';
import { numberedLines } from '../prompt/workflow-prompt.ts';
import type { WorkflowStep } from './workflow.ts';

export interface SleepLimits {
  /** Number of nearest entries to look up for each entry. */
  readonly neighbours: number;
  /** Largest number of earlier entries among them to compare with. */
  readonly queue: number;
  /** Smallest similarity at which a later entry can change an earlier one. */
  readonly likeness: number;
}

/**
 * Consolidates memory as LightMem does: one call for each entry that has similar later ones. All decisions see
 * memory as it was before, so none depends on another.
 *
 * @returns the new text of each entry that changes; `null` for an entry to delete.
 */
export async function sleepOver(
  { neighbours, queue, likeness }: SleepLimits,
  step: WorkflowStep,
): Promise<ReadonlyMap<string, string | null>> {
  const entries = await step.readAll();
  const place = new Map(entries.map(({ id }, index) => [id, index]));
  const later = new Map<string, Entry[]>();
  for (const [index, entry] of entries.entries()) {
    const found = await step.read(entry.text, { limit: neighbours + 1 });
    const earlier = found.filter(({ id }) => (place.get(id) ?? index) < index).slice(0, queue);
    const values = await step.similar(
      entry.text,
      earlier.map(({ text }) => text),
    );
    for (const [position, { id }] of earlier.entries())
      if (values[position]! >= likeness) later.set(id, [...(later.get(id) ?? []), entry]);
  }
  const changes = new Map<string, string | null>();
  for (const target of entries.filter(({ id }) => later.has(id))) {
    const change = await decide(target, later.get(target.id)!, step);
    if (change !== undefined) changes.set(target.id, change);
  }
  return changes;
}

async function decide(
  target: Entry,
  later: readonly Entry[],
  step: WorkflowStep,
): Promise<string | null | undefined> {
  const reply = await step.askJson(lightmemDecide, {
    target: target.text,
    later: numberedLines(later.map(({ text }) => text)),
  });
  const action = reply.text('action').toLowerCase();
  if (action === 'delete') return null;
  if (action === 'update') return reply.text('text') || undefined;
  if (action !== 'ignore') step.report('malformed-json', `lightmem-decide: action "${action}" is unknown`);
  return undefined;
}
