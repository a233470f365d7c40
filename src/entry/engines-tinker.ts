/**
 * The entry `atommem/engines/tinker`: an engine on a server that speaks the Tinker protocol.
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
export type {
  BinaryLossOp,
  CustomLoss,
  LossInput,
  LossNode,
  UnaryLossOp,
} from '../engine/loss/custom-loss.ts';
export type { TinkerLimits } from '../engine/tinker/limits.ts';
export type { TinkerEngineOptions } from '../engine/tinker/server.ts';
export {
  SERVER_PROFILES,
  type ServerProfile,
  type ServerProfileName,
} from '../engine/tinker/server-profile.ts';
export { createTinkerEngine } from '../engine/tinker/tinker-engine.ts';
