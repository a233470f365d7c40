import { EngineError } from '../engine-error.ts';

/**
 * Shape of a decoder-only transformer: pre-normalisation (layer norm with gain and bias), causal attention
 * scaled by 1/√head size, an MLP of four times the width with GELU (tanh form), no biases in matrices, a last
 * layer norm, and the word table as the output matrix (tied). Learned positions are added to the words;
 * rotary ones turn queries and keys (base 10 000, halves of a head paired), so that attention depends on
 * distances.
 */
export interface ModelConfig {
  readonly layers: number;
  /** Width of the residual stream; heads × a multiple of 8. */
  readonly width: number;
  readonly heads: number;
  readonly vocabularySize: number;
  /** Most tokens of a model input; a multiple of 8. */
  readonly context: number;
  /** Default `learned`. */
  readonly positions?: 'learned' | 'rotary';
}

/**
 * Standard deviations of the initial weights. The defaults suit widths of about 100, where the 0.02 usual for
 * wide models keeps the loss high for long. Matrices that write to the residual stream get `matrices` divided
 * by √(2 · layers).
 */
export interface Initialisation {
  /** Default 0.1. */
  readonly words?: number;
  /** Default 0.05. */
  readonly positions?: number;
  /** Default 0.1. */
  readonly matrices?: number;
  /**
   * `tied`: queries and keys start as the same matrix, so that every position attends at first to those that
   * hold the same words. Matching is then learnt several times sooner (after Trockman and Kolter 2023,
   * "Mimetic initialization of self-attention"). Default `independent`.
   */
  readonly attention?: 'independent' | 'tied';
  /**
   * Names of what a learned position has in common with others, position by position: those of one group start
   * with a part in common, so that attention finds a phrase, or the same part of every phrase, from the first
   * step on. Default none.
   */
  readonly positionGroups?: readonly (readonly string[])[];
}

/** The smallest multiple of `step` that is not below `value`. */
export function roundUp(value: number, step: number): number {
  return Math.ceil(value / step) * step;
}

/** Throws `bad-config` with the value, the limit and the remedy. */
export function checkModelConfig(config: ModelConfig): void {
  for (const name of ['layers', 'width', 'heads', 'vocabularySize', 'context'] as const) {
    const value = config[name];
    if (!Number.isInteger(value) || value < 1) throw badConfig(`${name} is ${value}; use a positive integer`);
  }
  const { width, heads, context, positions = 'learned' } = config;
  if (width % (8 * heads) !== 0) {
    const remedy = `use a multiple of ${8 * heads}, such as ${roundUp(width, 8 * heads)}`;
    throw badConfig(`width ${width} is not ${heads} heads times a multiple of 8; ${remedy}`);
  }
  if (context % 8 !== 0) {
    throw badConfig(`context ${context} is not a multiple of 8; use ${roundUp(context, 8)}`);
  }
  if (positions !== 'learned' && positions !== 'rotary') {
    throw badConfig(`positions is ${JSON.stringify(positions)}; use "learned" or "rotary"`);
  }
}

/** Throws `bad-config` where there are groups for positions that a model does not have. */
export function checkInitialisation({ positionGroups = [] }: Initialisation, config: ModelConfig): void {
  const { context, positions = 'learned' } = config;
  if (positionGroups.length === 0) return;
  if (positions !== 'learned') throw badConfig('positionGroups are for learned positions; leave them out');
  if (positionGroups.length > context) {
    throw badConfig(`positionGroups has ${positionGroups.length} positions, context ${context}; use no more`);
  }
}

function badConfig(problem: string): EngineError {
  return new EngineError('bad-config', `Model configuration: ${problem}.`);
}
