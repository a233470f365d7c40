import { type Ablation, ablate } from '../memory/ablate.ts';
import type { Memory } from '../memory/memory.ts';
import { openMemory } from '../memory/open-memory.ts';
import type { Retriever } from '../memory/retriever.ts';
import type { Store } from '../memory/store.ts';
import { repeatOperations } from './repeat-operations.ts';
import type { RecordedRead, StepRecord, Trajectory } from './trajectory.ts';

/** Where a replay went another way than the record. */
export interface ReplayDifference {
  readonly step: number;
  readonly what: 'view' | 'read' | 'effect' | 'entries';
  readonly recorded: string;
  readonly replayed: string;
}

export interface ReplayOptions {
  /** An empty store. */
  readonly store: Store;
  /** The retriever named in the record. */
  readonly retriever: Retriever;
}

/**
 * Applies the recorded operations to an empty memory, step by step, and compares every view and effect
 * with the record. No policy and no model takes part.
 *
 * @returns every difference; none means that the record tells the whole story.
 */
export async function replayTrajectory(
  trajectory: Trajectory,
  { store, retriever }: ReplayOptions,
): Promise<readonly ReplayDifference[]> {
  const settings = trajectory.header.memory;
  let now = 0;
  const memory = ablate(
    openMemory({
      ...settings,
      ...(settings.capacity === null
        ? { capacity: Number.POSITIVE_INFINITY }
        : { capacity: settings.capacity }),
      store,
      retriever,
      clock: () => now,
    }),
    settings.ablated as readonly Ablation[],
  );
  const differences: ReplayDifference[] = [];
  for (const step of trajectory.steps) {
    now = step.time;
    differences.push(...(await replayStep(memory, step)));
  }
  const entries = (await memory.entries()).length;
  if (entries !== trajectory.end.entries) {
    differences.push(differenceAt(trajectory.steps.length, 'entries', trajectory.end.entries, entries));
  }
  return differences;
}

async function replayStep(memory: Memory, step: StepRecord): Promise<readonly ReplayDifference[]> {
  if (step.posed !== undefined) memory.pose(step.posed);
  const view = await memory.observe();
  const differences = same(view, step.view) ? [] : [differenceAt(step.step, 'view', step.view, view)];
  for (const read of step.reads) {
    const found = await foundNow(memory, read);
    if (!same(found, read.found)) differences.push(differenceAt(step.step, 'read', read.found, found));
  }
  const refusals = step.effects.map((effect) => (effect.applied ? undefined : effect.reason));
  const effects = await repeatOperations(memory, step.operations, refusals, `step ${step.step}`);
  if (!same(effects, step.effects)) {
    differences.push(differenceAt(step.step, 'effect', step.effects, effects));
  }
  return differences;
}

/** Ids that a recorded Read finds now; one that failed on record has found nothing and is not repeated. */
async function foundNow(
  memory: Memory,
  { query, limit, filter, found }: RecordedRead,
): Promise<readonly string[]> {
  if (found.length === 0) return [];
  const entries =
    query === null ? await memory.entries() : await memory.read(query, { limit, ...(filter && { filter }) });
  return entries.map(({ id }) => id);
}

function same(one: unknown, other: unknown): boolean {
  return JSON.stringify(one) === JSON.stringify(other);
}

function differenceAt(
  step: number,
  what: ReplayDifference['what'],
  recorded: unknown,
  replayed: unknown,
): ReplayDifference {
  return { step, what, recorded: JSON.stringify(recorded), replayed: JSON.stringify(replayed) };
}
