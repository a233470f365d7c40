/**
 * The output head of the model, forward and backward.
 *
 * @module
 */
import type { Machine } from './machine.ts';

/** Turns the last layer's output into logits: final norm, then the word table. */
export interface OutputHead {
  /** Writes the logits of rows `from` … to `logits`. */
  forward(from: number, rows: number): void;
  /** Turns the gradient in `logits` into that of the output. Rows before `from` get zeros. */
  backward(gradients: number, begin: number, from: number, rows: number): void;
}

export function createOutputHead(machine: Machine): OutputHead {
  const { kernels, plan, own } = machine;
  const { width } = machine.model;
  const { layout, packed, columns } = plan;
  return {
    forward(from, rows) {
      const x = own.output + 4 * from * width;
      machine.normalise(x, layout.finalNorm, own.finalNorm, own.finalStatistics, rows - from);
      machine.projectBack(own.finalNorm, packed.words, own.logits, rows - from);
    },

    backward(gradients, begin, from, rows) {
      const skip = 4 * from * width;
      const count = rows - from;
      const dWords = gradients + 4 * layout.words;
      machine.addOuter(own.logits, columns, own.finalNorm, width, dWords, count);
      machine.project(own.logits, packed.words, own.branchGradient, count);
      kernels.clear(own.gradient + 4 * begin * width, (rows - begin) * width);
      const [x, dx] = [own.output + skip, own.gradient + skip];
      const statistics = own.finalStatistics;
      machine.normaliseBackward(own.branchGradient, x, layout.finalNorm, statistics, dx, gradients, count);
    },
  };
}
