/**
 * Shape and initialisation of local models, and checks of both.
 *
 * @module
 */

import type { AtomMemError } from '../../shared/error.ts';
import { engineErrorFrom } from '../engine-error.ts';

/**
 * Shape of a decoder-only transformer. It uses pre-normalisation (layer norm with gain and bias), causal
 * attention scaled by 1/√head size, an MLP of four times the width with GELU (tanh form), no biases in
 * matrices, a final layer norm, and tied embeddings. Learned positions are added to the word embeddings.
 * Rotary positions rotate queries and keys (base 10 000, halves of a head paired), so attention depends on
 * distance.
 */
export interface ModelConfig {
  readonly layers: number;
  /** Width of the residual stream: a multiple of 8 × heads. */
  readonly width: number;
  readonly heads: number;
  readonly vocabularySize: number;
  /** Maximum number of tokens of a model input: a multiple of 8. */
  readonly context: number;
  /** Default `learned`. */
  readonly positions?: 'learned' | 'rotary';
}

/**
 * Standard deviations of the initial weights. The defaults suit widths of about 100. At such widths, the
 * usual 0.02 of wide models keeps the loss high for long. For matrices that write to the residual stream,
 * `matrices` is divided by √(2 · layers).
 */
export interface Initialisation {
  /** Default 0.1. */
  readonly words?: number;
  /** Default 0.05. */
  readonly positions?: number;
  /** Default 0.1. */
  readonly matrices?: number;
  /**
   * With `tied`, queries and keys start as the same matrix, so every position first attends to equal words.
   * Matching is then learned several times sooner (after Trockman and Kolter 2023, "Mimetic initialization
   * of self-attention"). Default `independent`.
   */
  readonly attention?: 'independent' | 'tied';
  /**
   * Group names of each learned position. Positions of one group share a component at initialisation, so
   * attention can find a phrase, or the same part of every phrase, from the first step. Default: no groups.
   */
  readonly positionGroups?: readonly (readonly string[])[];
}

/** Returns the smallest multiple of `step` that is at least `value`. */
export function roundUp(value: number, step: number): number {
  return Math.ceil(value / step) * step;
}

/**
 * Checks the shape of a model.
 *
 * @throws AtomMemError `bad-config` with the value, the limit and the remedy
 */
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

/**
 * Checks that position groups fit the model's positions.
 *
 * @throws AtomMemError `bad-config`
 */
export function checkInitialisation({ positionGroups = [] }: Initialisation, config: ModelConfig): void {
  const { context, positions = 'learned' } = config;
  if (positionGroups.length === 0) return;
  if (positions !== 'learned') throw badConfig('positionGroups needs learned positions; leave it out');
  if (positionGroups.length > context) {
    throw badConfig(
      `positionGroups has ${positionGroups.length} positions, but the context is ${context}; use at most ${context}`,
    );
  }
}

function badConfig(problem: string): AtomMemError {
  return engineErrorFrom('bad-config', `Model configuration: ${problem}`);
}
