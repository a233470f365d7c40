/**
 * Converts any policy's replies to tokens, so that a model can imitate its episodes.
 *
 * @module
 */
import type { TokenCodec } from '../codec/token-codec.ts';
import { readAnswers } from '../task/action.ts';
import type { Policy } from './policy.ts';
import { parseTokens } from './token-policy.ts';

/**
 * Creates a policy that writes a teacher's replies in a codec. Operations that the codec cannot write are lost.
 * Log-probabilities are 0, because nothing is sampled.
 */
export function createTokenTeacher(teacher: Policy, codec: TokenCodec): Policy {
  return {
    name: teacher.name,
    async act(observation, context) {
      const reply = await teacher.act(observation, context);
      if (reply.failure !== undefined) return reply;
      const prompt = codec.encode(observation, context.view);
      const { operations, action } = reply;
      const tool = action.kind === 'tool' ? action : undefined;
      const said = { operations, answers: readAnswers(action), tool };
      const written = codec.render(said, observation, context.view);
      const tokens = { prompt, reply: written, logprobs: written.map(() => 0) };
      return { ...parseTokens(codec, tokens, observation, context), usage: reply.usage };
    },
  };
}
