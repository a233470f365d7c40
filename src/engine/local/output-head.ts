import type { Machine } from './machine.ts';

/** From the last layer's output to logits: the last norm, then the word table. */
export interface OutputHead {
  /** Leaves logits of rows `from` … in `logits`. */
  forward(from: number, rows: number): void;
  /** From the gradient of the logits, which lies in `logits`, to that of the output; rows before `from` get none. */
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
