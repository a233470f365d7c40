import { createAttention } from './attention.ts';
import type { Machine } from './machine.ts';
import { roundUp } from './model-config.ts';

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
  const { kernels, plan, own, integers, headSize } = machine;
  const { width, layers: depth, heads, context } = machine.model;
  const { layout, packed, rotary } = plan;
  const attention = createAttention(machine);
  const at = (offset: number): number => plan.parameters + 4 * offset;
  const inputOf = (index: number): number => own.layers[index]?.input ?? own.output;
  for (let i = 0; i < context; i++) integers[own.positions / 4 + i] = i;

  const rotate = (rows: number, target: number, start: number, sign: number): void => {
    if (layout.positions !== undefined) return;
    const positions = own.positions + 4 * start;
    const x = target + 4 * start * 3 * width;
    const turned = 2 * heads; // queries and keys lie side by side
    kernels.rotate(
      x,
      3 * width,
      positions,
      rows - start,
      turned,
      headSize,
      rotary.cosines,
      rotary.sines,
      sign,
    );
  };

  const embed = (tokens: ArrayLike<number>, start: number, rows: number): void => {
    for (let i = start; i < rows; i++) integers[own.tokens / 4 + i] = tokens[i] ?? 0;
    const x = inputOf(0) + 4 * start * width;
    const count = rows - start;
    kernels.gatherRows(at(layout.words), own.tokens + 4 * start, x, count, width, false);
    if (layout.positions !== undefined) kernels.add(x, at(layout.positions + start * width), count * width);
  };

  const attentionForward = (index: number, start: number, first: number, rows: number): void => {
    const layer = own.layers[index]!;
    const weights = layout.layers[index]!;
    const panels = packed.layers[index]!;
    const skip = 4 * start * width;
    const normed = layer.attentionNorm + skip;
    const statistics = layer.attentionStatistics + 8 * start;
    const [gain, bias] = [at(weights.attentionGain), at(weights.attentionBias)];
    kernels.normalise(layer.input + skip, gain, bias, normed, statistics, rows - start, width);
    machine.project(normed, panels.attentionInput, layer.queriesKeysValues + 3 * skip, rows - start);
    rotate(rows, layer.queriesKeysValues, start, 1);
    attention.forward(layer, first, rows);
    const seen = 4 * first * width;
    kernels.copyRows(layer.middle + seen, width, layer.input + seen, width, rows - first, width);
    machine.project(layer.attended + seen, panels.attentionOutput, layer.middle + seen, rows - first, true);
  };

  const mlpForward = (index: number, first: number, rows: number): void => {
    const layer = own.layers[index]!;
    const weights = layout.layers[index]!;
    const panels = packed.layers[index]!;
    const count = rows - first;
    const skip = 4 * first * width;
    const normed = layer.mlpNorm + skip;
    const statistics = layer.mlpStatistics + 8 * first;
    const hidden = layer.hiddenSlope + 4 * skip;
    const activated = layer.activated + 4 * skip;
    const output = inputOf(index + 1) + skip;
    kernels.normalise(
      layer.middle + skip,
      at(weights.mlpGain),
      at(weights.mlpBias),
      normed,
      statistics,
      count,
      width,
    );
    machine.project(normed, panels.mlpInput, hidden, count);
    kernels.geluWithSlope(hidden, activated, 4 * count * width);
    kernels.copyRows(output, width, layer.middle + skip, width, count, width);
    machine.project(activated, panels.mlpOutput, output, count, true);
  };

  const mlpBackward = (index: number, gradients: number, first: number, rows: number): void => {
    const layer = own.layers[index]!;
    const weights = layout.layers[index]!;
    const panels = packed.layers[index]!;
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
    kernels.normaliseBackward(
      own.branchGradient,
      layer.middle + skip,
      at(weights.mlpGain),
      layer.mlpStatistics + 8 * first,
      dOutput,
      to(weights.mlpGain),
      to(weights.mlpBias),
      count,
      width,
    );
  };

  /**
   * Rows `begin` … of a layer, of which only those from `first` on have asked. What reaches rows before
   * `begin` is held, and added by the call that `takesHeld`.
   */
  const attentionBackward = (
    index: number,
    gradients: number,
    begin: number,
    first: number,
    rows: number,
    takesHeld: boolean,
  ): void => {
    const layer = own.layers[index]!;
    const weights = layout.layers[index]!;
    const panels = packed.layers[index]!;
    const to = (offset: number): number => gradients + 4 * offset;
    const skip = 4 * first * width;
    const dMiddle = own.gradient + skip;
    const dProjected = own.queriesKeysValuesGradient;
    if (first < rows) {
      machine.addOuter(
        layer.attended + skip,
        width,
        dMiddle,
        width,
        to(weights.attentionOutput),
        rows - first,
      );
      machine.projectBack(dMiddle, panels.attentionOutput, own.branchGradient + skip, rows - first);
    }
    attention.backward(layer, own.branchGradient, first, rows);
    if (takesHeld) kernels.addAndClear(dProjected, layer.held, 3 * rows * width);
    if (begin > 0) kernels.add(layer.held, dProjected, 3 * begin * width);
    rotate(rows, dProjected, begin, -1);
    const skipped = 4 * begin * width;
    machine.addOuter(
      layer.attentionNorm + skipped,
      width,
      dProjected + 3 * skipped,
      3 * width,
      to(weights.attentionInput),
      rows - begin,
    );
    machine.projectBack(dProjected + 3 * skipped, panels.attentionInput, own.branchGradient, rows - begin);
    kernels.normaliseBackward(
      own.branchGradient,
      layer.input + skipped,
      at(weights.attentionGain),
      layer.attentionStatistics + 8 * begin,
      own.gradient + skipped,
      to(weights.attentionGain),
      to(weights.attentionBias),
      rows - begin,
      width,
    );
  };

  const embedBackward = (gradients: number, begin: number, rows: number): void => {
    const to = (offset: number): number => gradients + 4 * offset;
    const count = rows - begin;
    const dInput = own.gradient + 4 * begin * width;
    kernels.scatterRows(to(layout.words), own.tokens + 4 * begin, dInput, count, width);
    if (layout.positions !== undefined) {
      kernels.add(to(layout.positions + begin * width), dInput, count * width);
    }
  };

  return {
    forward(tokens, start, from) {
      const rows = roundUp(tokens.length, 8);
      embed(tokens, start, rows);
      for (let index = 0; index < depth; index++) {
        const first = index === depth - 1 ? from : start;
        attentionForward(index, start, first, rows);
        mlpForward(index, first, rows);
      }
      const x = own.output + 4 * from * width;
      const [gain, bias] = [at(layout.finalGain), at(layout.finalBias)];
      kernels.normalise(x, gain, bias, own.finalNorm, own.finalStatistics, rows - from, width);
      machine.projectBack(own.finalNorm, packed.words, own.logits, rows - from);
    },

    backward(length, from, begin, gradients) {
      const rows = roundUp(length, 8);
      const to = (offset: number): number => gradients + 4 * offset;
      const skip = 4 * from * width;
      machine.addOuter(own.logits, plan.columns, own.finalNorm, width, to(layout.words), rows - from);
      machine.project(own.logits, packed.words, own.branchGradient, rows - from);
      kernels.clear(own.gradient + 4 * begin * width, (rows - begin) * width);
      kernels.normaliseBackward(
        own.branchGradient,
        own.output + skip,
        at(layout.finalGain),
        own.finalStatistics,
        own.gradient + skip,
        to(layout.finalGain),
        to(layout.finalBias),
        rows - from,
        width,
      );
      for (let index = depth - 1; index >= 0; index--) {
        const first = index === depth - 1 ? from : begin;
        mlpBackward(index, gradients, first, rows);
        attentionBackward(index, gradients, begin, first, rows, false);
      }
      embedBackward(gradients, begin, rows);
    },

    backwardShared(rows, gradients) {
      kernels.clear(own.gradient, rows * width);
      for (let index = depth - 1; index >= 0; index--) {
        // Nobody looks at these rows of the last layer: all they have to give is keys and values.
        const first = index === depth - 1 ? rows : 0;
        if (first < rows) mlpBackward(index, gradients, first, rows);
        attentionBackward(index, gradients, 0, first, rows, true);
      }
      embedBackward(gradients, 0, rows);
    },
  };
}
