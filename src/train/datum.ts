import type { Datum, TokenIds } from '../engine/engine.ts';
import type { ReplyTokens } from '../policy/policy.ts';

/** A wish for one place of a prompt: there, the model is asked for this token instead of the next one. */
export interface Hint {
  /** 0-based place in the prompt. */
  readonly position: number;
  readonly token: number;
}

export interface SupervisedWeights {
  /** Of each reply token. */
  readonly reply: number;
  /** Of each prompt token; 0 leaves prompts out. */
  readonly prompt: number;
  /** Of each hint. */
  readonly hint: number;
}

/** A step to imitate, for `cross_entropy`. */
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

/** A step to reinforce, for `importance_sampling` and `ppo`: one advantage for each reply token. */
export function reinforcedDatum(
  { prompt, reply, logprobs }: ReplyTokens,
  advantages: readonly number[],
): Datum {
  const ahead = new Array<number>(prompt.length - 1).fill(0);
  return {
    modelInput: joinInput(prompt, reply),
    lossInputs: {
      targetTokens: [...prompt.slice(1), ...reply],
      logprobs: [...ahead, ...logprobs],
      advantages: [...ahead, ...advantages],
    },
  };
}

/** The last token of a reply is predicted, but never read. */
function joinInput(prompt: TokenIds, reply: TokenIds): TokenIds {
  return [...prompt, ...reply.slice(0, -1)];
}
