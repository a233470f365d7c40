/**
 * Causal attention of one sequence, forward and backward.
 *
 * @module
 */
import type { Machine } from './machine.ts';
import { type LayerActivations, QUERY_BLOCK } from './memory-plan.ts';

/**
 * Causal attention of one sequence. Queries, keys and values of a row are adjacent, so rows are 3 × width
 * floats apart. Scores are computed per block of query rows, up to the block's last column.
 */
export interface Attention {
  /** Fills `attended` for rows firstRow … rows − 1. */
  forward(layer: LayerActivations, firstRow: number, rows: number): void;
  /** Turns the gradient of `attended` (row 0 first) into that of queries, keys and values. */
  backward(layer: LayerActivations, dAttended: number, firstRow: number, rows: number): void;
}

/** Byte offset of a matrix, and its row and column strides in floats. */
type Matrix = readonly [offset: number, rowStride: number, columnStride: number];

/** One head's view of a block of query rows. The rows attend to the first `seen` rows. */
interface Block {
  readonly row: number;
  readonly height: number;
  readonly seen: number;
  readonly queries: Matrix;
  readonly keys: Matrix;
  readonly values: Matrix;
  readonly probabilities: Matrix;
}

const transposed = ([offset, rowStride, columnStride]: Matrix): Matrix => [offset, columnStride, rowStride];

export function createAttention({ kernels, own, model, headSize }: Machine): Attention {
  const { width, heads, context } = model;
  const stride = 3 * width;
  const scale = 1 / Math.sqrt(headSize);

  /** Computes c = factor · a · b, or c += factor · a · b. */
  const multiply = (
    [a, aRow, aColumn]: Matrix,
    [b, bRow, bColumn]: Matrix,
    [c, cRow]: Matrix,
    [rows, columns, depth]: readonly [rows: number, columns: number, depth: number],
    factor: number,
    accumulate: boolean,
  ): void =>
    kernels.multiply(
      a,
      aRow,
      aColumn,
      b,
      bRow,
      bColumn,
      c,
      cRow,
      rows,
      columns,
      depth,
      accumulate,
      factor,
      own.scratch,
    );

  /** Locates a head's queries, keys and values in rows that hold all three. */
  const locateHead = (
    rows: number,
    head: number,
    row: number,
  ): Pick<Block, 'queries' | 'keys' | 'values'> => {
    const start = rows + 4 * head * headSize;
    return {
      queries: [start + 4 * row * stride, stride, 1],
      keys: [start + 4 * width, stride, 1],
      values: [start + 8 * width, stride, 1],
    };
  };

  const eachBlock = (
    layer: LayerActivations,
    firstRow: number,
    rows: number,
    visit: (block: Block, head: number) => void,
  ): void => {
    for (let head = 0; head < heads; head++) {
      for (let row = firstRow; row < rows; row += QUERY_BLOCK) {
        const height = Math.min(QUERY_BLOCK, rows - row);
        const probabilities: Matrix = [
          layer.probabilities + 4 * context * (head * context + row),
          context,
          1,
        ];
        visit(
          {
            row,
            height,
            seen: row + height,
            probabilities,
            ...locateHead(layer.queriesKeysValues, head, row),
          },
          head,
        );
      }
    }
  };

  /** Locates a head's columns in a block of rows as wide as the residual stream. */
  const locateInStream = (rows: number, head: number, row: number): Matrix => [
    rows + 4 * (row * width + head * headSize),
    width,
    1,
  ];

  return {
    forward(layer, firstRow, rows) {
      eachBlock(
        layer,
        firstRow,
        rows,
        ({ row, height, seen, queries, keys, values, probabilities }, head) => {
          const attended = locateInStream(layer.attended, head, row);
          multiply(queries, transposed(keys), probabilities, [height, seen, headSize], scale, false);
          kernels.causalSoftmax(probabilities[0], context, row, height, seen);
          multiply(probabilities, values, attended, [height, headSize, seen], 1, false);
        },
      );
    },

    backward(layer, dAttended, firstRow, rows) {
      const dScores: Matrix = [own.scoreGradient, context, 1];
      kernels.clear(own.queriesKeysValuesGradient, rows * stride);
      eachBlock(
        layer,
        firstRow,
        rows,
        ({ row, height, seen, queries, keys, values, probabilities }, head) => {
          const gradient = locateHead(own.queriesKeysValuesGradient, head, row);
          const dOut = locateInStream(dAttended, head, row);
          multiply(dOut, transposed(values), dScores, [height, seen, headSize], 1, false);
          multiply(transposed(probabilities), dOut, gradient.values, [seen, headSize, height], 1, true);
          kernels.softmaxBackward(probabilities[0], dScores[0], context, height, seen);
          multiply(dScores, keys, gradient.queries, [height, headSize, seen], scale, false);
          multiply(transposed(dScores), queries, gradient.keys, [seen, headSize, height], scale, true);
        },
      );
    },
  };
}
