/**
 * Forward and backward pass of the whole model.
 *
 * @module
 */
import { createAttentionBranch } from './attention-branch.ts';
import { createEmbedding } from './embedding.ts';
import type { Machine } from './machine.ts';
import { createMlpBranch } from './mlp-branch.ts';
import { roundUp } from './model-config.ts';
import { createOutputHead } from './output-head.ts';

/**
 * Forward and backward pass of one sequence in the buffers of one worker. Row i belongs to token i, and the
 * number of rows is rounded up to a multiple of 8. In the last layer, only keys and values are needed at
 * every row. Everything after them starts at `from`, the first row whose logits are needed.
 *
 * If sequences share a prefix, each first back-propagates through its own rows. Gradients for the keys and
 * values of the prefix accumulate, and one further pass propagates them through the prefix.
 */
export interface Transformer {
  /**
   * Writes the logits of rows `from` … to `logits`. Rows before `start` must hold the results of a forward
   * pass over the same first tokens. `start` and `from` are multiples of 8.
   */
  forward(tokens: ArrayLike<number>, start: number, from: number): void;
  /**
   * Adds to the gradients at `gradients`, given the gradient of the logits in `logits`. `begin` is 0 for a
   * whole sequence. Otherwise it equals `from`, and earlier rows wait for `backwardShared`.
   */
  backward(length: number, from: number, begin: number, gradients: number): void;
  /** Back-propagates the gradients that sequences left for their first `rows` shared rows. */
  backwardShared(rows: number, gradients: number): void;
}

export function createTransformer(machine: Machine): Transformer {
  const { kernels, own } = machine;
  const { width, layers: depth } = machine.model;
  const last = depth - 1;
  const embedding = createEmbedding(machine);
  const attention = createAttentionBranch(machine);
  const mlp = createMlpBranch(machine);
  const head = createOutputHead(machine);

  return {
    forward(tokens, start, from) {
      const rows = roundUp(tokens.length, 8);
      embedding.forward(tokens, start, rows);
      for (let index = 0; index < depth; index++) {
        const first = index === last ? from : start;
        attention.forward(index, start, first, rows);
        mlp.forward(index, first, rows);
      }
      head.forward(from, rows);
    },

    backward(length, from, begin, gradients) {
      const rows = roundUp(length, 8);
      head.backward(gradients, begin, from, rows);
      for (let index = last; index >= 0; index--) {
        const first = index === last ? from : begin;
        mlp.backward(index, gradients, first, rows);
        attention.backward(index, gradients, { begin, first, rows, takesHeld: false });
      }
      embedding.backward(gradients, begin, rows);
    },

    backwardShared(rows, gradients) {
      kernels.clear(own.gradient, rows * width);
      for (let index = last; index >= 0; index--) {
        // No logits of these rows are needed, so the last layer only propagates through keys and values.
        const first = index === last ? rows : 0;
        if (first < rows) mlp.backward(index, gradients, first, rows);
        attention.backward(index, gradients, { begin: 0, first, rows, takesHeld: true });
      }
      embedding.backward(gradients, 0, rows);
    },
  };
}
