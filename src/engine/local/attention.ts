import type { Machine } from './machine.ts';
import { type LayerActivations, QUERY_BLOCK } from './memory-plan.ts';

/**
 * Causal attention of one sequence. Rows of queries, keys and values lie side by side, 3 × width floats
 * apart; scores are computed a block of query rows at a time and only up to the block's last column.
 */
export interface Attention {
  /** Fills `attended` for rows firstRow … rows − 1. */
  forward(layer: LayerActivations, firstRow: number, rows: number): void;
  /** From the gradient of `attended` (row 0 first) to that of queries, keys and values. */
  backward(layer: LayerActivations, dAttended: number, firstRow: number, rows: number): void;
}

export function createAttention(machine: Machine): Attention {
  const { kernels, own } = machine;
  const { width, heads, context } = machine.model;
  const { headSize } = machine;
  const { scratch } = own;
  const stride = 3 * width;
  const scale = 1 / Math.sqrt(headSize);

  /** Calls `visit` with every head's offset in a row and every block of query rows. */
  const eachBlock = (
    layer: LayerActivations,
    firstRow: number,
    rows: number,
    visit: (head: number, probabilities: number, row: number, height: number) => void,
  ): void => {
    for (let head = 0; head < heads; head++) {
      for (let row = firstRow; row < rows; row += QUERY_BLOCK) {
        const probabilities = layer.probabilities + 4 * context * (head * context + row);
        visit(4 * head * headSize, probabilities, row, Math.min(QUERY_BLOCK, rows - row));
      }
    }
  };

  return {
    forward(layer, firstRow, rows) {
      eachBlock(layer, firstRow, rows, (head, probabilities, row, height) => {
        const queries = layer.queriesKeysValues + head + 4 * row * stride;
        const keys = layer.queriesKeysValues + head + 4 * width;
        const values = keys + 4 * width;
        const seen = row + height;
        const attended = layer.attended + head + 4 * row * width;
        kernels.multiply(
          queries,
          stride,
          1,
          keys,
          1,
          stride,
          probabilities,
          context,
          height,
          seen,
          headSize,
          false,
          scale,
          scratch,
        );
        kernels.causalSoftmax(probabilities, context, row, height, seen);
        kernels.multiply(
          probabilities,
          context,
          1,
          values,
          stride,
          1,
          attended,
          width,
          height,
          headSize,
          seen,
          false,
          1,
          scratch,
        );
      });
    },

    backward(layer, dAttended, firstRow, rows) {
      const dScores = own.scoreGradient;
      const gradient = own.queriesKeysValuesGradient;
      kernels.clear(gradient, rows * stride);
      eachBlock(layer, firstRow, rows, (head, probabilities, row, height) => {
        const queries = layer.queriesKeysValues + head + 4 * row * stride;
        const keys = layer.queriesKeysValues + head + 4 * width;
        const values = keys + 4 * width;
        const seen = row + height;
        const dOut = dAttended + head + 4 * row * width;
        const dQueries = gradient + head + 4 * row * stride;
        const dKeys = gradient + head + 4 * width;
        const dValues = dKeys + 4 * width;
        kernels.multiply(
          dOut,
          width,
          1,
          values,
          1,
          stride,
          dScores,
          context,
          height,
          seen,
          headSize,
          false,
          1,
          scratch,
        );
        kernels.multiply(
          probabilities,
          1,
          context,
          dOut,
          width,
          1,
          dValues,
          stride,
          seen,
          headSize,
          height,
          true,
          1,
          scratch,
        );
        kernels.softmaxBackward(probabilities, dScores, context, height, seen);
        kernels.multiply(
          dScores,
          context,
          1,
          keys,
          stride,
          1,
          dQueries,
          stride,
          height,
          headSize,
          seen,
          false,
          scale,
          scratch,
        );
        kernels.multiply(
          dScores,
          1,
          context,
          queries,
          stride,
          1,
          dKeys,
          stride,
          seen,
          headSize,
          height,
          true,
          scale,
          scratch,
        );
      });
    },
  };
}
