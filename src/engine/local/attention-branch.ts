/**
 * The attention branch of a transformer layer.
 *
 * @module
 */
import { createAttention } from './attention.ts';
import type { Machine } from './machine.ts';

/** The attention branch of a layer: norm, queries, keys and values, attention, output matrix. */
export interface AttentionBranch {
  /**
   * Computes keys and values from row `start` on, and the branch output (`input` to `middle`) from row
   * `first` on.
   */
  forward(index: number, start: number, first: number, rows: number): void;
  /**
   * Propagates gradients through rows `begin` … of a layer, of which rows from `first` on issued queries.
   * Gradients for rows before `begin` accumulate in `held` until a call with `takesHeld` adds them.
   */
  backward(index: number, gradients: number, range: BackwardRange): void;
}

export interface BackwardRange {
  readonly begin: number;
  readonly first: number;
  readonly rows: number;
  readonly takesHeld: boolean;
}

export function createAttentionBranch(machine: Machine): AttentionBranch {
  const { kernels, plan, own, integers } = machine;
  const { width, context } = machine.model;
  const attention = createAttention(machine);
  for (let i = 0; i < context; i++) integers[own.positions / 4 + i] = i;

  const rotateFrom = (start: number, target: number, rows: number, sign: 1 | -1): void =>
    machine.rotate(target + 4 * start * 3 * width, own.positions + 4 * start, rows - start, sign);

  return {
    forward(index, start, first, rows) {
      const layer = own.layers[index]!;
      const panels = plan.packed.layers[index]!;
      const skip = 4 * start * width;
      const normed = layer.attentionNorm + skip;
      const statistics = layer.attentionStatistics + 8 * start;
      const norm = plan.layout.layers[index]!.attentionNorm;
      machine.normalise(layer.input + skip, norm, normed, statistics, rows - start);
      machine.project(normed, panels.attentionInput, layer.queriesKeysValues + 3 * skip, rows - start);
      rotateFrom(start, layer.queriesKeysValues, rows, 1);
      attention.forward(layer, first, rows);
      const seen = 4 * first * width;
      kernels.copyRows(layer.middle + seen, width, layer.input + seen, width, rows - first, width);
      machine.project(layer.attended + seen, panels.attentionOutput, layer.middle + seen, rows - first, true);
    },

    backward(index, gradients, { begin, first, rows, takesHeld }) {
      const layer = own.layers[index]!;
      const weights = plan.layout.layers[index]!;
      const panels = plan.packed.layers[index]!;
      const to = (offset: number): number => gradients + 4 * offset;
      const asked = 4 * first * width;
      const dMiddle = own.gradient + asked;
      const dProjected = own.queriesKeysValuesGradient;
      if (first < rows) {
        const dOutput = to(weights.attentionOutput);
        machine.addOuter(layer.attended + asked, width, dMiddle, width, dOutput, rows - first);
        machine.projectBack(dMiddle, panels.attentionOutput, own.branchGradient + asked, rows - first);
      }
      attention.backward(layer, own.branchGradient, first, rows);
      if (takesHeld) kernels.addAndClear(dProjected, layer.held, 3 * rows * width);
      if (begin > 0) kernels.add(layer.held, dProjected, 3 * begin * width);
      rotateFrom(begin, dProjected, rows, -1);
      const skip = 4 * begin * width;
      const count = rows - begin;
      const statistics = layer.attentionStatistics + 8 * begin;
      const dInput = to(weights.attentionInput);
      machine.addOuter(layer.attentionNorm + skip, width, dProjected + 3 * skip, 3 * width, dInput, count);
      machine.projectBack(dProjected + 3 * skip, panels.attentionInput, own.branchGradient, count);
      const [x, dx] = [layer.input + skip, own.gradient + skip];
      machine.normaliseBackward(
        own.branchGradient,
        x,
        weights.attentionNorm,
        statistics,
        dx,
        gradients,
        count,
      );
    },
  };
}
