/**
 * The entry `atommem/engines/local`: a small transformer that trains and samples on this machine's CPU.
 *
 * @module
 */

export type {
  AdamParams,
  Datum,
  Engine,
  EngineCapabilities,
  ForwardBackwardResult,
  LoadOptions,
  Loss,
  LossInputs,
  LossName,
  LossOutput,
  OptimStepResult,
  SampledSequence,
  SampleRequest,
  SampleResult,
  SamplingParams,
  SaveOptions,
  ScoredText,
  TokenIds,
  Vocabulary,
} from '../engine/engine.ts';
export {
  createLocalEngine,
  type LocalEngine,
  type LocalEngineOptions,
  openLocalEngine,
  type TensorAccess,
} from '../engine/local/create-local-engine.ts';
export type { Arithmetic } from '../engine/local/kernels.ts';
export { type LocalEngineChoice, localEngine, type NewModel } from '../engine/local/local-engine.ts';
export type { Initialisation, ModelConfig } from '../engine/local/model-config.ts';
export type { LocalRunOptions } from '../engine/local/reserve-memory.ts';
export type { Tensor } from '../engine/local/safetensors.ts';
export type {
  BinaryLossOp,
  CustomLoss,
  LossInput,
  LossNode,
  UnaryLossOp,
} from '../engine/loss/custom-loss.ts';
