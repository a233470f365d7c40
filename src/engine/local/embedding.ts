/**
 * Token embeddings, forward and backward.
 *
 * @module
 */
import type { Machine } from './machine.ts';

/**
 * Turns tokens into the first layer's input: word embeddings plus learned positions, if the model has them.
 */
export interface Embedding {
  /** Fills rows `start` … `rows` − 1 of the first layer's input. Rows beyond the tokens use token 0. */
  forward(tokens: ArrayLike<number>, start: number, rows: number): void;
  /** Adds the gradients of rows `begin` … `rows` − 1 to those of words and positions. */
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
