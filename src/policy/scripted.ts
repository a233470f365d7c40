/**
 * `scriptedPolicy`: a policy that follows a script, for tests and demonstrations.
 *
 * @module
 */
import { AtomMemError } from '../shared/error.ts';
import type { Observation } from '../task/observation.ts';
import { NO_USAGE, type Policy, type PolicyContext, type Reply } from './policy.ts';

/** A reply with optional parts. */
export type ScriptedReply = Partial<Reply>;

/** One reply per step of an episode, or a function that returns them. */
export type Script =
  | readonly ScriptedReply[]
  | ((observation: Observation, context: PolicyContext) => ScriptedReply | Promise<ScriptedReply>);

/**
 * Creates a policy that follows a script. It is stateless, so it can run in many episodes at once.
 *
 * @throws AtomMemError `bad-argument` (from `act`) if the list has no reply for the step.
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
          : pickReply(script, context.step, name);
      return { operations: [], action: { kind: 'none' }, issues: [], usage: NO_USAGE, ...reply };
    },
  };
}

function pickReply(script: readonly ScriptedReply[], step: number, name: string): ScriptedReply {
  const reply = script[step];
  if (reply !== undefined) return reply;
  throw new AtomMemError('bad-argument', {
    problem: `policy "${name}" has ${script.length} replies, and the episode reached step ${step + 1}`,
    remedy: 'Add replies, or end the task earlier',
    details: { option: 'script' },
  });
}
