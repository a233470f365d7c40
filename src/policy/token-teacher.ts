import type { TokenCodec } from '../codec/token-codec.ts';
import { readAnswers } from '../task/action.ts';
import type { Policy } from './policy.ts';
import { tokenReply } from './token-policy.ts';

/**
 * Any policy, speaking in tokens: its replies are written in a codec and do what the tokens say, no more.
 * Trajectories of a teacher can then be learnt from token by token. Log-probabilities are 0: nobody sampled.
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
      return { ...tokenReply(codec, tokens, observation, context), usage: reply.usage };
    },
  };
}
