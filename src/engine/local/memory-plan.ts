/**
 * Lays out the memory that the engine shares with its workers.
 *
 * @module
 */
import { type ModelConfig, roundUp } from './model-config.ts';
import { layOutParameters, type ParameterLayout } from './parameter-layout.ts';

/** Number of query rows whose attention scores are computed together. */
export const QUERY_BLOCK = 64;

/** The kernels' static data lies below this address. */
const FIRST_FREE_BYTE = 65536;
const SCRATCH_DEPTH = 256;

/** A weight matrix packed for multiplication, plain and transposed. */
export interface PackedMatrix {
  /** Byte offset of the matrix, `rows` × `columns`. */
  readonly source: number;
  readonly rows: number;
  readonly columns: number;
  readonly plain: number;
  readonly transposed: number;
}

export interface PackedLayer {
  readonly attentionInput: PackedMatrix;
  readonly attentionOutput: PackedMatrix;
  readonly mlpInput: PackedMatrix;
  readonly mlpOutput: PackedMatrix;
}

/** The values of one layer's forward pass that its backward pass reads. */
export interface LayerActivations {
  readonly input: number;
  readonly attentionNorm: number;
  readonly attentionStatistics: number;
  /** Rows of 3 × width. */
  readonly queriesKeysValues: number;
  /** heads × context × context. */
  readonly probabilities: number;
  readonly attended: number;
  readonly middle: number;
  readonly mlpNorm: number;
  readonly mlpStatistics: number;
  /** The input of GELU, later the slope of GELU at that input. */
  readonly hiddenSlope: number;
  readonly activated: number;
  /** Summed gradient of queries, keys and values in rows that several sequences share. */
  readonly held: number;
}

/** The private memory of one worker. */
export interface WorkerPlan {
  readonly tokens: number;
  readonly positions: number;
  readonly targets: number;
  readonly weights: number;
  readonly logprobs: number;
  readonly sums: number;
  readonly layers: readonly LayerActivations[];
  readonly output: number;
  readonly finalNorm: number;
  readonly finalStatistics: number;
  readonly logits: number;
  readonly gradient: number;
  readonly branchGradient: number;
  readonly queriesKeysValuesGradient: number;
  readonly hiddenGradient: number;
  readonly scoreGradient: number;
  readonly scratch: number;
  readonly decode: DecodePlan;
}

/** Buffers for the next token of every sequence on a worker, and the key-value cache. */
export interface DecodePlan {
  readonly rows: number;
  readonly tokens: number;
  readonly positions: number;
  readonly stream: number;
  readonly normed: number;
  readonly statistics: number;
  readonly queriesKeysValues: number;
  readonly attended: number;
  readonly hidden: number;
  readonly logits: number;
  readonly tokenWeights: number;
  readonly scores: number;
  /** Indexed by slot, then layer, then keys or values, then head, then one of `context` rows. */
  readonly cache: number;
}

/** Byte offsets of everything in the shared memory. A pure function of its arguments, so it is never sent. */
export interface MemoryPlan {
  readonly layout: ParameterLayout;
  /** Vocabulary size rounded up to a multiple of 8. */
  readonly columns: number;
  readonly parameters: number;
  readonly moment1: number;
  readonly moment2: number;
  readonly gradients: readonly number[];
  readonly packed: { readonly words: PackedMatrix; readonly layers: readonly PackedLayer[] };
  /** All packed matrices, in the order in which workers divide them. */
  readonly matrices: readonly PackedMatrix[];
  readonly rotary: { readonly cosines: number; readonly sines: number };
  readonly workers: readonly WorkerPlan[];
  readonly bytes: number;
}

export interface MemorySizes {
  readonly workers: number;
  readonly shards: number;
  /** Number of sequences that one worker continues at a time. */
  readonly slotsPerWorker: number;
}

type Allocate = (floats: number) => number;

/** Lays out the memory of the engine and its workers. Every part starts at a multiple of 64 bytes. */
export function planMemory(config: ModelConfig, sizes: MemorySizes): MemoryPlan {
  let bytes = FIRST_FREE_BYTE;
  const allocate: Allocate = (floats) => {
    const offset = bytes;
    bytes += roundUp(floats * 4, 64);
    return offset;
  };
  const layout = layOutParameters(config);
  const columns = roundUp(config.vocabularySize, 8);
  const parameters = allocate(layout.floats);
  const moment1 = allocate(layout.floats);
  const moment2 = allocate(layout.floats);
  const gradients = Array.from({ length: sizes.shards }, () => allocate(layout.floats));
  const packed = planPacked(config, layout, parameters, allocate);
  const headHalf = config.width / config.heads / 2;
  const rotary = {
    cosines: allocate(config.context * headHalf),
    sines: allocate(config.context * headHalf),
  };
  const workers = Array.from({ length: sizes.workers }, () => planWorker(config, columns, sizes, allocate));
  return {
    layout,
    columns,
    parameters,
    moment1,
    moment2,
    gradients,
    packed,
    matrices: [packed.words, ...packed.layers.flatMap((layer) => Object.values(layer) as PackedMatrix[])],
    rotary,
    workers,
    bytes,
  };
}

function planPacked(
  config: ModelConfig,
  layout: ParameterLayout,
  parameters: number,
  allocate: Allocate,
): MemoryPlan['packed'] {
  const { width } = config;
  const pack = (offset: number, rows: number, columns: number): PackedMatrix => ({
    source: parameters + 4 * offset,
    rows,
    columns,
    plain: allocate(rows * columns),
    transposed: allocate(rows * columns),
  });
  return {
    words: pack(layout.words, roundUp(config.vocabularySize, 8), width),
    layers: layout.layers.map((layer) => ({
      attentionInput: pack(layer.attentionInput, width, 3 * width),
      attentionOutput: pack(layer.attentionOutput, width, width),
      mlpInput: pack(layer.mlpInput, width, 4 * width),
      mlpOutput: pack(layer.mlpOutput, 4 * width, width),
    })),
  };
}

function planWorker(
  config: ModelConfig,
  columns: number,
  sizes: MemorySizes,
  allocate: Allocate,
): WorkerPlan {
  const { width, context, heads } = config;
  const stream = (): number => allocate(context * width);
  const layer = (): LayerActivations => ({
    input: stream(),
    attentionNorm: stream(),
    attentionStatistics: allocate(2 * context),
    queriesKeysValues: allocate(3 * context * width),
    probabilities: allocate(heads * context * context),
    attended: stream(),
    middle: stream(),
    mlpNorm: stream(),
    mlpStatistics: allocate(2 * context),
    hiddenSlope: allocate(4 * context * width),
    activated: allocate(4 * context * width),
    held: allocate(3 * context * width),
  });
  return {
    tokens: allocate(context),
    positions: allocate(context),
    targets: allocate(context),
    weights: allocate(context),
    logprobs: allocate(context),
    sums: allocate(context),
    layers: Array.from({ length: config.layers }, layer),
    output: stream(),
    finalNorm: stream(),
    finalStatistics: allocate(2 * context),
    logits: allocate(context * columns),
    gradient: stream(),
    branchGradient: stream(),
    queriesKeysValuesGradient: allocate(3 * context * width),
    hiddenGradient: allocate(4 * context * width),
    scoreGradient: allocate(QUERY_BLOCK * context),
    scratch: allocate(SCRATCH_DEPTH * (QUERY_BLOCK + Math.max(4 * width, context, columns))),
    decode: planDecode(config, columns, sizes.slotsPerWorker, allocate),
  };
}

function planDecode(config: ModelConfig, columns: number, slots: number, allocate: Allocate): DecodePlan {
  const { width, context } = config;
  const rows = roundUp(slots, 4);
  return {
    rows,
    tokens: allocate(rows),
    positions: allocate(rows),
    stream: allocate(rows * width),
    normed: allocate(rows * width),
    statistics: allocate(2 * rows),
    queriesKeysValues: allocate(3 * rows * width),
    attended: allocate(rows * width),
    hidden: allocate(4 * rows * width),
    logits: allocate(rows * columns),
    tokenWeights: allocate(columns),
    scores: allocate(context),
    cache: allocate(slots * config.layers * 2 * context * width),
  };
}
