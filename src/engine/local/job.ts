/**
 * The jobs that the engine sends to its workers.
 *
 * @module
 */
import type { Loss } from '../engine.ts';
import type { Continuation, Sequence } from '../sequence.ts';

export interface AdamStep {
  readonly gradientScale: number;
  readonly learningRate: number;
  readonly beta1: number;
  readonly beta2: number;
  readonly correction1: number;
  readonly correction2: number;
  readonly epsilon: number;
  readonly weightDecay: number;
}

export interface SequenceResult {
  readonly lossSum: number;
  /** As long as the sequence's tokens, and 0 before `first`. */
  readonly logprobs: Float32Array;
}

export interface ContinuationResult {
  readonly tokens: readonly number[];
  readonly logprobs: readonly number[];
  readonly stopped: boolean;
}

/** The arguments and results of each job. The parts of one job run in order. */
export interface Jobs {
  /** Packs every n-th weight matrix. */
  readonly pack: { readonly arguments: Record<string, never>; readonly result: null };
  /** Computes log-probabilities. If `shard` is given, adds gradients to it. */
  readonly pass: {
    readonly arguments: {
      /** The sequences of a bundle share a prefix. */
      readonly bundles: readonly (readonly Sequence[])[];
      readonly loss: Loss;
      readonly shard?: number;
    };
    readonly result: readonly SequenceResult[];
  };
  /**
   * Adds all shards of one part of the parameters to the first shard and returns that part's sum of
   * squares.
   */
  readonly reduce: { readonly arguments: { readonly part: number }; readonly result: number };
  readonly step: {
    readonly arguments: { readonly part: number; readonly adam: AdamStep };
    readonly result: null;
  };
  readonly sample: {
    readonly arguments: { readonly continuations: readonly Continuation[] };
    readonly result: readonly ContinuationResult[];
  };
}

export type JobName = keyof Jobs;

/** A job as sent to a worker. */
export type JobMessage = {
  [Name in JobName]: { readonly name: Name; readonly arguments: Jobs[Name]['arguments'] };
}[JobName];
