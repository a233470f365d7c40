/**
 * Makes the Reads that the controller plans, and collects the entries that come into sight.
 *
 * @module
 */
import type { Entry } from '../memory/entry.ts';
import type { PolicyContext } from '../policy/policy.ts';
import { chooseLikeliest } from './choice.ts';
import type { Mind } from './mind.ts';
import { type PlannedRead, planReads } from './plan-reads.ts';
import type { Sight } from './scene.ts';

/** Entries in sight. */
export interface Seen {
  readonly entries: readonly Entry[];
  readonly sight: Sight;
}

/** What the controller looks around with. */
export interface LookOptions {
  readonly context: Pick<PolicyContext, 'view' | 'read' | 'readAll'>;
  readonly mind: Mind;
  /** Returns the sight of these entries. */
  readonly see: (entries: readonly Entry[]) => Promise<Sight>;
}

/** Returns the entries that the controller decides on: those in view, and those that its Reads find. Reads are recorded. */
export async function lookAround({ context, mind, see }: LookOptions): Promise<Seen> {
  const found = new Map<string, Entry>();
  let sight = await see([]);
  const add = async (entries: readonly Entry[]): Promise<void> => {
    const fresh = entries.filter(({ id }) => !found.has(id));
    for (const entry of fresh) found.set(entry.id, entry);
    if (fresh.length > 0) sight = await see([...found.values()]);
  };
  await add(context.view.entries);
  const plan = planReads(mind, sight, chooseLikeliest);
  for (let step = plan.next(); step.done !== true; step = plan.next(sight))
    await add(await read(context, step.value));
  return { entries: [...found.values()], sight };
}

function read(context: LookOptions['context'], planned: PlannedRead): Promise<readonly Entry[]> {
  return planned.by === 'names'
    ? context.read(planned.query)
    : context.readAll({ filter: { worth: planned.range } });
}
