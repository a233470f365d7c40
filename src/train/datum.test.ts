/** Tests of training data. @module */
import { describe, expect, it } from 'vitest';
import { reinforcedDatum, supervisedDatum } from './datum.ts';

const step = { prompt: [5, 6, 7], reply: [8, 9], logprobs: [-1, -2] };

describe('training data', () => {
  it('predict the next token at each position, with weight on the reply', () => {
    expect(supervisedDatum(step, { reply: 2, prompt: 0, hint: 0 })).toEqual({
      modelInput: [5, 6, 7, 8],
      lossInputs: { targetTokens: [6, 7, 8, 9], weights: [0, 0, 2, 2] },
    });
  });

  it('predict a hint instead of the next token, if hints have a weight', () => {
    const hints = [{ position: 1, token: 3 }];
    expect(supervisedDatum(step, { reply: 1, prompt: 0.1, hint: 0.5 }, hints).lossInputs).toEqual({
      targetTokens: [6, 3, 8, 9],
      weights: [0.1, 0.5, 1, 1],
    });
    expect(supervisedDatum(step, { reply: 1, prompt: 0, hint: 0 }, hints).lossInputs.targetTokens).toEqual([
      6, 7, 8, 9,
    ]);
  });

  it('have advantages and sampled log-probabilities on the reply only', () => {
    expect(reinforcedDatum(step, [0.5, -0.5])).toEqual({
      modelInput: [5, 6, 7, 8],
      lossInputs: {
        targetTokens: [6, 7, 8, 9],
        weights: [0, 0, 1, 1],
        logprobs: [0, 0, -1, -2],
        advantages: [0, 0, 0.5, -0.5],
      },
    });
  });
});
