import type { Machine } from './machine.ts';

/** From tokens to the first layer's input: the word of each, and its learned position where there are any. */
export interface Embedding {
  /** Rows `start` … `rows` − 1 of the first layer's input; rows beyond the tokens hold token 0. */
  forward(tokens: ArrayLike<number>, start: number, rows: number): void;
  /** Adds what reached rows `begin` … `rows` − 1 to the gradients of words and positions. */
  backward(gradients: number, begin: number, rows: number): void;
}

export function createEmbedding({ kernels, plan, own, integers, model, at }: Machine): Embedding {
  const { width } = model;
  const { words, positions } = plan.layout;
  const input = own.layers[0]!.input;
  return {
    forward(tokens, start, rows) {
      for (let i = start; i < rows; i++) integers[own.tokens / 4 + i] = tokens[i] ?? 0;
      const x = input + 4 * start * width;
      const count = rows - start;
      kernels.gatherRows(at(words), own.tokens + 4 * start, x, count, width, false);
      if (positions !== undefined) kernels.add(x, at(positions + start * width), count * width);
    },

    backward(gradients, begin, rows) {
      const count = rows - begin;
      const dInput = own.gradient + 4 * begin * width;
      kernels.scatterRows(gradients + 4 * words, own.tokens + 4 * begin, dInput, count, width);
      if (positions !== undefined) {
        kernels.add(gradients + 4 * (positions + begin * width), dInput, count * width);
      }
    },
  };
}
