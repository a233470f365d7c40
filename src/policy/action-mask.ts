/**
 * Marks the tokens that a policy wrote.
 *
 * @module
 */
import type { ReplyTokens } from './policy.ts';

/** Returns one number for each token of prompt and reply: 1 if the policy wrote it, 0 if it was shown. */
export function actionMask({ prompt, reply }: Pick<ReplyTokens, 'prompt' | 'reply'>): readonly (0 | 1)[] {
  return [...prompt.map(() => 0 as const), ...reply.map(() => 1 as const)];
}
