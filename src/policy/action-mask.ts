/**
 * Builds a mask of the tokens that a policy wrote.
 *
 * @module
 */
import type { ReplyTokens } from './policy.ts';

/** Returns one number per token of prompt and reply: 1 for reply tokens, 0 for prompt tokens. */
export function actionMask({ prompt, reply }: Pick<ReplyTokens, 'prompt' | 'reply'>): readonly (0 | 1)[] {
  return [...prompt.map(() => 0 as const), ...reply.map(() => 1 as const)];
}
