/**
 * Lays out the parameters of a model in one flat list.
 *
 * @module
 */
import { type ModelConfig, roundUp } from './model-config.ts';

/** A parameter tensor and its place in the flat list of all parameters. */
export interface ParameterTensor {
  readonly name: string;
  /** Row-major. */
  readonly shape: readonly number[];
  /** Number of elements. */
  readonly size: number;
  /** Offset of the first element in floats, from the start of the parameters. */
  readonly offset: number;
}

/** Offsets of the tensors of a layer norm. */
export interface NormOffsets {
  readonly gain: number;
  readonly bias: number;
}

/** Offsets of the tensors of one layer. */
export interface LayerOffsets {
  readonly attentionNorm: NormOffsets;
  /** width × 3 width: queries, keys and values, each grouped by head. */
  readonly attentionInput: number;
  readonly attentionOutput: number;
  readonly mlpNorm: NormOffsets;
  readonly mlpInput: number;
  readonly mlpOutput: number;
}

export interface ParameterLayout {
  readonly tensors: readonly ParameterTensor[];
  readonly words: number;
  /** `undefined` for rotary positions. */
  readonly positions: number | undefined;
  readonly layers: readonly LayerOffsets[];
  readonly finalNorm: NormOffsets;
  /** Number of floats including padding. The vocabulary is padded to a multiple of 8, the total to 64. */
  readonly floats: number;
  /** Number of parameters without padding. */
  readonly parameters: number;
}

/** Lays out all parameters in one list, for the optimizer and for checkpoints. */
export function layOutParameters(config: ModelConfig): ParameterLayout {
  const { width, vocabularySize, context } = config;
  const tensors: ParameterTensor[] = [];
  let floats = 0;
  const place = (name: string, shape: readonly number[], paddedRows?: number): number => {
    const size = shape.reduce((product, side) => product * side, 1);
    const offset = floats;
    tensors.push({ name, shape, size, offset });
    floats += roundUp(paddedRows === undefined ? size : (size / shape[0]!) * paddedRows, 16);
    return offset;
  };
  const placeNorm = (name: string): NormOffsets => ({
    gain: place(`${name}.gain`, [width]),
    bias: place(`${name}.bias`, [width]),
  });
  const words = place('words', [vocabularySize, width], roundUp(vocabularySize, 8));
  const positions = config.positions === 'rotary' ? undefined : place('positions', [context, width]);
  const layers = Array.from({ length: config.layers }, (_, index) => {
    const name = (part: string): string => `layers.${index}.${part}`;
    return {
      attentionNorm: placeNorm(name('attention.norm')),
      attentionInput: place(name('attention.input'), [width, 3 * width]),
      attentionOutput: place(name('attention.output'), [width, width]),
      mlpNorm: placeNorm(name('mlp.norm')),
      mlpInput: place(name('mlp.input'), [width, 4 * width]),
      mlpOutput: place(name('mlp.output'), [4 * width, width]),
    };
  });
  const finalNorm = placeNorm('final.norm');
  return {
    tensors,
    words,
    positions,
    layers,
    finalNorm,
    floats: roundUp(floats, 64),
    parameters: tensors.reduce((sum, tensor) => sum + tensor.size, 0),
  };
}
