/**
 * The MLP branch of a transformer layer.
 *
 * @module
 */
import type { Machine } from './machine.ts';

/** The MLP branch of a layer: norm, input matrix, GELU, output matrix. */
export interface MlpBranch {
  /** Computes the next layer's input from `middle`, from row `first` on. */
  forward(index: number, first: number, rows: number): void;
  backward(index: number, gradients: number, first: number, rows: number): void;
}

export function createMlpBranch(machine: Machine): MlpBranch {
  const { kernels, plan, own } = machine;
  const { width } = machine.model;
  return {
    forward(index, first, rows) {
      const layer = own.layers[index]!;
      const panels = plan.packed.layers[index]!;
      const count = rows - first;
      const skip = 4 * first * width;
      const middle = layer.middle + skip;
      const normed = layer.mlpNorm + skip;
      const hidden = layer.hiddenSlope + 4 * skip;
      const activated = layer.activated + 4 * skip;
      const output = (own.layers[index + 1]?.input ?? own.output) + skip;
      const norm = plan.layout.layers[index]!.mlpNorm;
      machine.normalise(middle, norm, normed, layer.mlpStatistics + 8 * first, count);
      machine.project(normed, panels.mlpInput, hidden, count);
      kernels.geluWithSlope(hidden, activated, 4 * count * width);
      kernels.copyRows(output, width, middle, width, count, width);
      machine.project(activated, panels.mlpOutput, output, count, true);
    },

    backward(index, gradients, first, rows) {
      const layer = own.layers[index]!;
      const weights = plan.layout.layers[index]!;
      const panels = plan.packed.layers[index]!;
      const to = (offset: number): number => gradients + 4 * offset;
      const count = rows - first;
      const skip = 4 * first * width;
      const dOutput = own.gradient + skip;
      const dHidden = own.hiddenGradient;
      machine.addOuter(layer.activated + 4 * skip, 4 * width, dOutput, width, to(weights.mlpOutput), count);
      machine.projectBack(dOutput, panels.mlpOutput, dHidden, count);
      kernels.scale(dHidden, layer.hiddenSlope + 4 * skip, 4 * count * width);
      machine.addOuter(layer.mlpNorm + skip, width, dHidden, 4 * width, to(weights.mlpInput), count);
      machine.projectBack(dHidden, panels.mlpInput, own.branchGradient, count);
      const [middle, statistics] = [layer.middle + skip, layer.mlpStatistics + 8 * first];
      machine.normaliseBackward(
        own.branchGradient,
        middle,
        weights.mlpNorm,
        statistics,
        dOutput,
        gradients,
        count,
      );
    },
  };
}
