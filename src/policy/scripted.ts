import type { Observation } from '../task/observation.ts';
import { NO_USAGE, type Policy, type PolicyContext, type Reply } from './policy.ts';

/** What to say in one step; what is left out is empty. */
/** A reply with the usual parts left out. */
export type ScriptedReply = Partial<Reply>;

/** Replies in the order of an episode's steps, or a function that makes them. */
export type Script =
  | readonly ScriptedReply[]
  | ((observation: Observation, context: PolicyContext) => ScriptedReply | Promise<ScriptedReply>);

/**
 * Says what it was told to: for tests and demonstrations. A list is read by the step of the episode, so the
 * same policy can run in many episodes at once.
 *
 * @throws (from `act`) when the list has no reply for the step.
 * @example
 * const policy = scriptedPolicy([
 *   { operations: [{ op: 'create', text: 'Ada was born in London.' }] },
 *   { action: { kind: 'answer', answers: ['London'] } },
 * ]);
 */
export function scriptedPolicy(
  script: Script,
  { name = 'scripted' }: { readonly name?: string } = {},
): Policy {
  return {
    name,
    async act(observation, context) {
      const reply =
        typeof script === 'function'
          ? await script(observation, context)
          : replyAt(script, context.step, name);
      return { operations: [], action: { kind: 'none' }, issues: [], usage: NO_USAGE, ...reply };
    },
  };
}

function replyAt(script: readonly ScriptedReply[], step: number, name: string): ScriptedReply {
  const reply = script[step];
  if (reply !== undefined) return reply;
  throw new Error(
    `policy "${name}" has ${script.length} replies, but step ${step} asks for number ${step + 1}: add replies or end the task earlier`,
  );
}
