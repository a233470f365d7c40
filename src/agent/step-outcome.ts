/**
 * Builds the outcome of a step for the environment.
 *
 * @module
 */
import type { Issue } from '../codec/codec.ts';
import type { Effect } from '../memory/operation.ts';
import type { Reply } from '../policy/policy.ts';
import { readAnswers } from '../task/action.ts';
import type { StepOutcome } from '../task/task.ts';

/** Issues that make a reply malformed under the stream's rules. */
const MALFORMED: ReadonlySet<Issue['kind']> = new Set([
  'bad-slot',
  'missing-slot',
  'malformed-call',
  'unknown-call',
]);

/** @param sameStep whether Reads are answered within the step (`readTiming: 'same-step'`). */
export function createStepOutcome(
  reply: Reply,
  effects: readonly Effect[],
  sameStep: boolean,
  signal?: AbortSignal,
): StepOutcome {
  const calls = reply.action.kind === 'tool';
  return {
    action: reply.action,
    effects,
    silent: effects.length === 0 && readAnswers(reply.action).length === 0 && !calls,
    malformed: reply.issues.some(({ kind }) => MALFORMED.has(kind)),
    lookAgain: sameStep && effects.some(isAnsweredRead),
    signal,
  };
}

function isAnsweredRead(effect: Effect): boolean {
  return effect.applied && effect.operation.op === 'read';
}
