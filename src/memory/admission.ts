/**
 * Sorts operations into those that go on to `memory.apply` and those that are refused before it.
 *
 * @module
 */
import type { Effect, Operation, Refusal, RefusedEffect } from './operation.ts';

/** Operations of one reply, sorted. Both lists hold the very objects that were passed in, in their order. */
export interface Admission {
  readonly admitted: readonly Operation[];
  readonly refused: readonly RefusedEffect[];
}

/** Asks `refuse` about each operation in order. An operation without a refusal is admitted. */
export function admitEach(
  operations: readonly Operation[],
  refuse: (operation: Operation) => Refusal | undefined,
): Admission {
  const admitted: Operation[] = [];
  const refused: RefusedEffect[] = [];
  for (const operation of operations) {
    const reason = refuse(operation);
    if (reason === undefined) admitted.push(operation);
    else refused.push({ operation, applied: false, reason });
  }
  return { admitted, refused };
}

/**
 * Merges the effects of refused and of applied operations into the order of the reply.
 *
 * @param operations the whole reply; no object may occur twice (see `separateOperations`).
 * @param applied one effect for each operation that was not refused, in their order.
 */
export function mergeEffects(
  operations: readonly Operation[],
  refused: readonly RefusedEffect[],
  applied: readonly Effect[],
): readonly Effect[] {
  const refusals = new Map(refused.map((effect) => [effect.operation, effect]));
  let next = 0;
  return operations.map((operation) => refusals.get(operation) ?? applied[next++]!);
}

/** Copies every operation that occurs a second time, so that each one is told apart by identity. */
export function separateOperations(operations: readonly Operation[]): readonly Operation[] {
  const seen = new Set<Operation>();
  return Array.from(operations, (operation) => {
    const own = seen.has(operation) ? copyObject(operation) : operation;
    seen.add(own);
    return own;
  });
}

/** A policy can write any value: what cannot be copied is refused by `memory.apply`. */
function copyObject(operation: Operation): Operation {
  try {
    return typeof operation === 'object' && operation !== null ? { ...operation } : operation;
  } catch {
    return operation;
  }
}
