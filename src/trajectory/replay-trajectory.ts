/**
 * Replays a trajectory: applies its operations again and compares every view and effect.
 *
 * @module
 */
import type { Memory } from '../memory/memory.ts';
import type { Effect } from '../memory/operation.ts';
import type { Retriever } from '../memory/retriever.ts';
import type { Store } from '../memory/store.ts';
import { openRecordedMemory } from './open-recorded-memory.ts';
import { repeatOperations } from './repeat-operations.ts';
import type { RecordedRead, StepRecord, Trajectory } from './trajectory.ts';

/** A place where the replay and the record differ. */
export interface ReplayDifference {
  readonly step: number;
  readonly what: 'view' | 'read' | 'effect' | 'entries';
  /** As JSON. */
  readonly recorded: string;
  /** As JSON. */
  readonly replayed: string;
}

export interface ReplayOptions {
  /** An empty store. */
  readonly store: Store;
  /** The retriever that the record names. */
  readonly retriever: Retriever;
}

/**
 * Applies the recorded operations to an empty memory, step by step, and compares every view and effect with
 * the record. Needs neither the policy nor the task.
 *
 * @returns every difference. An empty list means that the record is complete
 * @example
 * const differences = await replayTrajectory(trajectory, { store, retriever });
 */
export async function replayTrajectory(
  trajectory: Trajectory,
  { store, retriever }: ReplayOptions,
): Promise<readonly ReplayDifference[]> {
  let now = 0;
  const settings = trajectory.header.memory;
  const memory = openRecordedMemory(settings, { store, retriever, clock: () => now });
  const differences: ReplayDifference[] = [];
  for (const step of trajectory.steps) {
    now = step.time;
    differences.push(...(await replayStep(memory, step)));
  }
  const entries = (await memory.entries()).length;
  if (entries !== trajectory.end.entries) {
    differences.push(describeDifference(trajectory.steps.length, 'entries', trajectory.end.entries, entries));
  }
  return differences;
}

async function replayStep(memory: Memory, step: StepRecord): Promise<readonly ReplayDifference[]> {
  if (step.posed !== undefined) memory.pose(step.posed);
  const view = await memory.observe();
  const differences = isSame(view, step.view) ? [] : [describeDifference(step.step, 'view', step.view, view)];
  for (const read of step.reads) {
    const found = await repeatRead(memory, read);
    if (!isSame(found, read.found))
      differences.push(describeDifference(step.step, 'read', read.found, found));
  }
  const refusals = step.effects.map((effect) => (effect.applied ? undefined : effect.reason));
  const repeated = await repeatOperations(memory, step.operations, refusals, `step ${step.step}`);
  const effects = repeated.map((effect, place) => matchFields(effect, step.effects[place]));
  if (!isSame(effects, step.effects)) {
    differences.push(describeDifference(step.step, 'effect', step.effects, effects));
  }
  return differences;
}

/** Returns the ids that a recorded Read finds now. A Read that failed found nothing and is not repeated. */
async function repeatRead(
  memory: Memory,
  { query, limit, filter, found }: RecordedRead,
): Promise<readonly string[]> {
  if (found.length === 0) return [];
  const entries = query === null ? await memory.entries() : await memory.read(query, { limit, filter });
  return entries.map(({ id }) => id);
}

/** Records of version 0.1 have no `id` on effects. */
function matchFields(effect: Effect, recorded: Effect | undefined): Effect {
  if (recorded === undefined || 'id' in recorded || !('id' in effect)) return effect;
  const { id: _, ...rest } = effect;
  return rest;
}

function isSame(one: unknown, other: unknown): boolean {
  return JSON.stringify(one) === JSON.stringify(other);
}

function describeDifference(
  step: number,
  what: ReplayDifference['what'],
  recorded: unknown,
  replayed: unknown,
): ReplayDifference {
  return { step, what, recorded: JSON.stringify(recorded), replayed: JSON.stringify(replayed) };
}
