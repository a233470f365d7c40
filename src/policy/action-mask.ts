import type { ReplyTokens } from './policy.ts';

/** 1 for what the policy itself wrote, 0 for what it was shown: one number for each token of prompt and reply. */
export function actionMask({ prompt, reply }: Pick<ReplyTokens, 'prompt' | 'reply'>): readonly (0 | 1)[] {
  return [...prompt.map(() => 0 as const), ...reply.map(() => 1 as const)];
}
