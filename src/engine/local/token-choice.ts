/**
 * Chooses the next token of a reply.
 *
 * @module
 */
import type { Continuation } from '../sequence.ts';
import type { Machine } from './machine.ts';
import { nucleus } from './nucleus.ts';
import { drawAt } from './random.ts';

/**
 * Lowest temperature used, because the inverse of a lower one would overflow. It already selects the
 * likeliest token.
 */
const COLDEST = 1e-3;

/** Chooses tokens from the logits at an address. */
export interface TokenChoice {
  /**
   * Chooses the token at a position of the reply: drawn at the requested temperature, or the likeliest at
   * 0.
   */
  choose(logits: number, continuation: Continuation, place: number): number;
  /** Returns the log-probability of a token at temperature 1. */
  logprob(logits: number, token: number): number;
}

export function createTokenChoice({ kernels, plan, own, floats, model }: Machine): TokenChoice {
  const { vocabularySize } = model;
  const { columns } = plan;
  const weights = own.decode.tokenWeights;
  return {
    choose(logits, { temperature, topP, seed }, place) {
      if (temperature === 0) return likeliest(floats, logits / 4, vocabularySize);
      const inverse = 1 / Math.max(temperature, COLDEST);
      let sum = kernels.tokenWeights(logits, weights, vocabularySize, columns, inverse);
      if (topP < 1) {
        const view = floats.subarray(weights / 4, weights / 4 + vocabularySize);
        sum = nucleus(view, sum * topP);
      }
      return kernels.pickToken(weights, vocabularySize, sum * drawAt(seed, place));
    },
    logprob: (logits, token) => kernels.tokenLogprob(logits, weights, vocabularySize, columns, token),
  };
}

/** Returns the token with the largest logit. Ties go to the lowest id. */
function likeliest(floats: Float32Array, start: number, count: number): number {
  let best = 0;
  for (let i = 1; i < count; i++) if (floats[start + i]! > floats[start + best]!) best = i;
  return best;
}
