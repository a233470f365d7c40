import { createAttentionBranch } from './attention-branch.ts';
import { createEmbedding } from './embedding.ts';
import type { Machine } from './machine.ts';
import { createMlpBranch } from './mlp-branch.ts';
import { roundUp } from './model-config.ts';
import { createOutputHead } from './output-head.ts';

/**
 * Forward and backward pass of one sequence, in the buffers of one worker. Row i belongs to token i; the
 * number of rows is the sequence's length rounded up to 8. Only keys and values of the last layer are needed
 * at every row: the rest of it, and the output, start at `from`, the first row that somebody looks at.
 *
 * Sequences that begin with the same rows go back each over its own part, and over the shared one together:
 * what reaches keys and values of shared rows is held until all have been there.
 */
export interface Transformer {
  /**
   * Leaves logits of rows `from` … in `logits`. Rows before `start` must hold what a forward pass of a
   * sequence with the same first tokens left. `start` and `from` are multiples of 8.
   */
  forward(tokens: ArrayLike<number>, start: number, from: number): void;
  /**
   * Adds to the gradients at `gradients`, from the gradient of the logits that lies in `logits`. `begin` is 0
   * for a whole sequence; otherwise it is `from`, and rows before it wait for `backwardShared`.
   */
  backward(length: number, from: number, begin: number, gradients: number): void;
  /** The way back over the first `rows` rows, from what sequences that share them have left there. */
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
        // Nobody looks at these rows of the last layer: all they have to give is keys and values.
        const first = index === last ? rows : 0;
        if (first < rows) mlp.backward(index, gradients, first, rows);
        attention.backward(index, gradients, { begin: 0, first, rows, takesHeld: true });
      }
      embedding.backward(gradients, 0, rows);
    },
  };
}
