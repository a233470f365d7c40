/**
 * `composed`: one policy manages memory, another one answers.
 *
 * @module
 */
import type { AnswerObservation } from '../task/observation.ts';
import { addUsage } from './add-usage.ts';
import type { Policy, PolicyContext, Reply } from './policy.ts';

/** Options of `composed`. */
export interface ComposedOptions {
  /** Decides every operation, also the reads before an answer. Without a model, it costs nothing. */
  readonly memory: Policy;
  /** Answers each question once, from what memory shows by then. Its operations are ignored. */
  readonly answer: Policy;
  /** Recorded in trajectories. Default: the two names joined by `+`. */
  readonly name?: string;
}

/**
 * Creates a policy in which one policy manages memory and another one words the answers. It is the recommended way to
 * use a small model: rules or the learned controller decide what to keep, and the model is called once for each
 * question. If `answer` says nothing, the answer of `memory` stands, and the issues say why. If it fails, the question
 * is asked again, as with any policy.
 *
 * In a task with tools, `answer` acts and `memory` is not asked.
 *
 * @example
 * import { rulesPolicy } from 'atommem';
 *
 * const policy = composed({ memory: rulesPolicy(), answer: languageModelPolicy({ model, format: 'compact' }) });
 */
export function composed({ memory, answer, name }: ComposedOptions): Policy {
  return {
    name: name ?? `${memory.name}+${answer.name}`,
    unit: memory.unit,
    settings: {
      memory: { name: memory.name, ...memory.settings },
      answer: { name: answer.name, ...answer.settings },
    },
    async act(observation, context) {
      if (observation.stage === 'act') return answer.act(observation, context);
      const reply = await memory.act(observation, context);
      if (observation.stage === 'memorise' || reply.action.kind !== 'answer') return reply;
      return wordAnswer(answer, reply, observation, context);
    },
  };
}

/** Replaces the answer of the first policy by that of the second. */
async function wordAnswer(
  answer: Policy,
  reply: Reply,
  observation: AnswerObservation,
  context: PolicyContext,
): Promise<Reply> {
  const left = context.callsLeft === undefined ? undefined : context.callsLeft - reply.usage.modelCalls;
  if (left !== undefined && left < 1) return reply;
  // No read is left, so that the model answers now.
  const asked = { ...observation, readsLeft: 0 };
  const worded = await answer.act(asked, { ...context, callsLeft: left });
  const said = worded.action.kind === 'answer';
  return {
    ...reply,
    action: said ? worded.action : reply.action,
    issues: [...reply.issues, ...worded.issues],
    usage: addUsage(reply.usage, worded.usage),
    prompt: worded.prompt ?? reply.prompt,
    text: worded.text ?? reply.text,
    calls: [...(reply.calls ?? []), ...(worded.calls ?? [])],
    tokens: worded.tokens,
    failure: worded.failure ?? reply.failure,
  };
}
