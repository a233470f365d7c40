/**
 * Opens a local engine with defaults.
 *
 * @module
 */
import type { Vocabulary } from '../engine.ts';
import { createLocalEngine, type LocalEngine, openLocalEngine } from './create-local-engine.ts';
import type { Arithmetic } from './kernels.ts';
import type { Initialisation, ModelConfig } from './model-config.ts';
import type { LocalRunOptions } from './reserve-memory.ts';

/** A new model, or the folder of a trained one. */
export type LocalEngineChoice = LocalRunOptions & {
  /**
   * `reproducible` gives the same bytes on every machine; `fused` may differ in the last bits. Default:
   * `reproducible`.
   */
  readonly arithmetic?: Arithmetic;
} & (NewModel | { readonly from: string });

/** Shape, vocabulary and initialisation of a new model. */
export interface NewModel extends Partial<Omit<ModelConfig, 'vocabularySize'>> {
  /** The words that the model reads and writes, for example from `vocabularyFor(tasks)`. */
  readonly vocabulary: Vocabulary;
  /** Seed of the initial weights. Default: 1. */
  readonly seed?: number;
  /** Default: tied queries and keys, which learn to match equal words sooner. */
  readonly initialisation?: Initialisation;
}

/**
 * Opens a small transformer that trains and samples on this machine's CPU. With `from`, it opens a trained
 * model from its checkpoint folder. Otherwise it creates a new model. Defaults: 2 layers, width 64, 2
 * heads, a context of 256 tokens and rotary positions.
 *
 * @example
 * import { vocabularyFor } from 'atommem/train';
 *
 * const engine = await localEngine({ vocabulary: await vocabularyFor([shop]) });
 * const trained = await localEngine({ from: 'runs/shop/checkpoints/step-000100/engine' });
 *
 * @throws AtomMemError `bad-config` if the shape is invalid; `bad-checkpoint`; `out-of-memory`
 */
export async function localEngine(options: LocalEngineChoice): Promise<LocalEngine> {
  if ('from' in options) {
    const { from, ...rest } = options;
    return openLocalEngine(from, rest);
  }
  const { layers = 2, width = 64, heads = 2, context = 256, positions = 'rotary', ...rest } = options;
  const { vocabulary, seed = 1, initialisation = { attention: 'tied' }, ...run } = rest;
  const model = { layers, width, heads, context, positions, vocabularySize: vocabulary.size };
  return createLocalEngine({ ...run, model, seed, initialisation, vocabulary });
}
