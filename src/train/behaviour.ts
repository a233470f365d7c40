/**
 * Statistics of how a policy manages memory.
 *
 * @module
 */
import type { Operation } from '../memory/operation.ts';
import type { Trajectory } from '../trajectory/trajectory.ts';

/** How a policy manages memory. Values are means per step unless stated otherwise. */
export interface Behaviour {
  /** Applied operations. `note` counts Updates of the scratchpad, `update` those of entries. */
  readonly create: number;
  readonly read: number;
  readonly update: number;
  readonly delete: number;
  readonly note: number;
  /** Refused operations, and meaningless tokens in replies. */
  readonly refused: number;
  readonly malformed: number;
  readonly replyTokens: number;
  /** Mean negative log-probability of the sampled tokens. */
  readonly entropy: number;
  /** Entries at the end of an episode. */
  readonly entries: number;
  /** Steps per episode. */
  readonly steps: number;
}

type Kind = 'create' | 'read' | 'update' | 'delete' | 'note';

/** Measures finished episodes. Without episodes, all values are 0. */
export function measureBehaviour(trajectories: readonly Trajectory[]): Behaviour {
  const counts: Record<Kind | 'refused' | 'malformed' | 'replyTokens', number> = {
    create: 0,
    read: 0,
    update: 0,
    delete: 0,
    note: 0,
    refused: 0,
    malformed: 0,
    replyTokens: 0,
  };
  let surprise = 0;
  const steps = trajectories.flatMap((trajectory) => trajectory.steps);
  for (const { effects, issues, usage, tokens } of steps) {
    for (const { operation, applied } of effects) counts[applied ? readKind(operation) : 'refused'] += 1;
    counts.malformed += issues.length;
    counts.replyTokens += usage.completionTokens;
    for (const logprob of tokens?.logprobs ?? []) surprise -= logprob;
  }
  const perStep = (count: number): number => count / Math.max(1, steps.length);
  const episodes = Math.max(1, trajectories.length);
  return {
    create: perStep(counts.create),
    read: perStep(counts.read),
    update: perStep(counts.update),
    delete: perStep(counts.delete),
    note: perStep(counts.note),
    refused: perStep(counts.refused),
    malformed: perStep(counts.malformed),
    replyTokens: perStep(counts.replyTokens),
    entropy: surprise / Math.max(1, counts.replyTokens),
    entries: trajectories.reduce((sum, { end }) => sum + end.entries, 0) / episodes,
    steps: steps.length / episodes,
  };
}

function readKind(operation: Operation): Kind {
  if (operation.op === 'create' || operation.op === 'read') return operation.op;
  return operation.target === 'scratchpad' ? 'note' : operation.op;
}
