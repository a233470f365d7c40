/**
 * Turns lab rules into policies.
 *
 * @module
 */
import { NO_USAGE, type Policy } from '../../policy/policy.ts';
import type { LabRule } from './situation.ts';

/**
 * Turns a rule into a policy, so that the expert, the teacher and the controls use the ordinary agent loop.
 */
export function createLabRulePolicy(name: string, rule: LabRule): Policy {
  return {
    name,
    async act(observation, { view }) {
      const { operations, answers } = rule(observation, view);
      const action =
        answers.length > 0 ? ({ kind: 'answer', answers } as const) : ({ kind: 'none' } as const);
      return { operations, action, issues: [], usage: NO_USAGE };
    },
  };
}
