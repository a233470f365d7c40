/**
 * Turns steps into training data.
 *
 * @module
 */
import type { Datum, TokenIds } from '../engine/engine.ts';
import type { ReplyTokens } from '../policy/policy.ts';

/**
 * An auxiliary target at one prompt position. There, the model predicts this token instead of the next one.
 */
export interface Hint {
  /** 0-based position in the prompt. */
  readonly position: number;
  readonly token: number;
}

export interface SupervisedWeights {
  /** Weight of each reply token. */
  readonly reply: number;
  /** Weight of each prompt token. 0 excludes prompts. */
  readonly prompt: number;
  /** Weight of each hint. */
  readonly hint: number;
}

/** Creates a datum for `cross_entropy` that imitates a step. */
export function supervisedDatum(
  { prompt, reply }: Pick<ReplyTokens, 'prompt' | 'reply'>,
  weights: SupervisedWeights,
  hints: readonly Hint[] = [],
): Datum {
  const targetTokens = [...prompt.slice(1), ...reply];
  const tokenWeights = targetTokens.map((_, place) =>
    place < prompt.length - 1 ? weights.prompt : weights.reply,
  );
  for (const { position, token } of weights.hint > 0 ? hints : []) {
    targetTokens[position] = token;
    tokenWeights[position] = weights.hint;
  }
  return { modelInput: joinInput(prompt, reply), lossInputs: { targetTokens, weights: tokenWeights } };
}

/** Creates a datum for a policy loss, with one advantage per reply token. */
export function reinforcedDatum(
  { prompt, reply, logprobs }: ReplyTokens,
  advantages: readonly number[],
): Datum {
  const ahead = new Array<number>(prompt.length - 1).fill(0);
  return {
    modelInput: joinInput(prompt, reply),
    lossInputs: {
      targetTokens: [...prompt.slice(1), ...reply],
      weights: [...ahead, ...reply.map(() => 1)],
      logprobs: [...ahead, ...logprobs],
      advantages: [...ahead, ...advantages],
    },
  };
}

/** Joins prompt and reply. The reply's last token is predicted but never read. */
function joinInput(prompt: TokenIds, reply: TokenIds): TokenIds {
  return [...prompt, ...reply.slice(0, -1)];
}
