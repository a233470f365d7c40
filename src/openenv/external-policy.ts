/**
 * A policy whose replies come from outside: every step waits for a reply.
 *
 * @module
 */
import type { Format } from '../format/format.ts';
import { NO_USAGE, type Policy, type Reply } from '../policy/policy.ts';
import { readReply, type WrittenReply } from '../policy/read-reply.ts';
import type { PromptMessage } from '../prompt/prompt-message.ts';
import type { Observation } from '../task/observation.ts';

/** What is asked of the outside at one step. */
export interface AskedStep {
  readonly observation: Observation;
  readonly prompt: readonly PromptMessage[];
}

/** Returns the reply to a step. It may reject if the episode is aborted. */
export type AskOutside = (step: AskedStep, signal?: AbortSignal) => Promise<WrittenReply>;

/** Creates a policy that shows a format's prompt to `ask` and reads its reply in that format. */
export function externalPolicy(format: Format, ask: AskOutside): Policy {
  const { codec, prompts, unit } = format;
  return {
    name: 'external',
    unit,
    settings: { codec: codec.name, prompts: prompts.version },
    async act(observation, { view, capacity, signal }): Promise<Reply> {
      const prompt = prompts.render(observation, { view, capacity });
      const usage = { ...NO_USAGE, modelCalls: 1 };
      try {
        const written = await ask({ observation, prompt }, signal);
        const reply = readReply(format, observation, prompt, written);
        return { ...reply, prompt, usage };
      } catch (cause) {
        if (signal?.aborted !== true) throw cause;
        const failure = { boundary: 'model', kind: 'aborted', message: 'the client left' } as const;
        return { operations: [], action: { kind: 'none' }, issues: [], usage: NO_USAGE, prompt, failure };
      }
    },
  };
}
