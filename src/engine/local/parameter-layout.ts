import { type ModelConfig, roundUp } from './model-config.ts';

/** A parameter tensor and its place in the flat list of all parameters. */
export interface ParameterTensor {
  readonly name: string;
  /** Row-major. */
  readonly shape: readonly number[];
  /** Numbers in the tensor. */
  readonly size: number;
  /** First number, counted in floats from the start of the parameters. */
  readonly offset: number;
}

/** Offsets of a layer norm's tensors. */
export interface NormOffsets {
  readonly gain: number;
  readonly bias: number;
}

/** Offsets of one layer's tensors. */
export interface LayerOffsets {
  readonly attentionNorm: NormOffsets;
  /** width × 3 width: queries, keys, values, each by heads. */
  readonly attentionInput: number;
  readonly attentionOutput: number;
  readonly mlpNorm: NormOffsets;
  readonly mlpInput: number;
  readonly mlpOutput: number;
}

export interface ParameterLayout {
  readonly tensors: readonly ParameterTensor[];
  readonly words: number;
  /** `undefined` with rotary positions. */
  readonly positions: number | undefined;
  readonly layers: readonly LayerOffsets[];
  readonly finalNorm: NormOffsets;
  /** Floats in all, padding included: the vocabulary is padded to a multiple of 8, the whole to 64. */
  readonly floats: number;
  /** Parameters proper. */
  readonly parameters: number;
}

/** Lays all parameters out in one list: what the optimizer runs over, and what is saved. */
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
