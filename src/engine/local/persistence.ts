/**
 * Saves and loads the state of a local engine.
 *
 * @module
 */

import type { LoadOptions, SaveOptions, Vocabulary } from '../engine.ts';
import { engineError } from '../engine-error.ts';
import { type Checkpoint, readCheckpoint, writeCheckpoint } from './checkpoint.ts';
import type { EngineState } from './engine-state.ts';
import type { ModelConfig } from './model-config.ts';

/**
 * Writes the engine's state to a folder and returns its absolute path. The accumulated gradient is not
 * saved.
 */
export async function save(state: EngineState, path: string, options: SaveOptions = {}): Promise<string> {
  const failure = state.failure();
  if (failure !== undefined) throw failure;
  const { optimizer = true, overwrite = false } = options;
  const { model, vocabulary, parameters, updates } = state;
  const base = { model, vocabulary, weights: parameters.read('parameters') };
  if (!optimizer) return writeCheckpoint(path, base, overwrite);
  const moments = { moment1: parameters.read('moment1'), moment2: parameters.read('moment2') };
  return writeCheckpoint(path, { ...base, optimizer: { updates, ...moments } }, overwrite);
}

/** Replaces the engine's state after the whole checkpoint has been read and checked. */
export async function load(state: EngineState, path: string, options: LoadOptions = {}): Promise<void> {
  const checkpoint = await readCheckpoint(path, options);
  checkSameModel(checkpoint, state.model, path);
  checkSameWords(checkpoint.vocabulary, state.vocabulary, path);
  const { parameters } = state;
  for (const list of ['moment1', 'moment2', 'gradients'] as const) parameters.clear(list);
  parameters.write('parameters', checkpoint.weights);
  state.packed = false;
  state.updates = 0;
  if (checkpoint.optimizer === undefined) return;
  parameters.write('moment1', checkpoint.optimizer.moment1);
  parameters.write('moment2', checkpoint.optimizer.moment2);
  state.updates = checkpoint.optimizer.updates;
}

function checkSameModel(checkpoint: Checkpoint, model: ModelConfig, path: string): void {
  const [found, wanted] = [describeShape(checkpoint.model), describeShape(model)];
  if (found === wanted) return;
  throw engineError(
    'bad-checkpoint',
    `${path} holds a model of ${found}`,
    `this engine has ${wanted}: use the preset or shape of the checkpoint`,
  );
}

/** Checks the words: with other words, a checkpoint of equal shape would load and produce nonsense. */
function checkSameWords(found: Vocabulary, wanted: Vocabulary, path: string): void {
  const place = wanted.tokens?.findIndex((word, id) => (found.tokens?.[id] ?? word) !== word) ?? -1;
  if (place < 0) return;
  const words = `token ${place} is "${found.tokens?.[place]}", but this engine has "${wanted.tokens?.[place]}"`;
  throw engineError('bad-checkpoint', `${path}: ${words}`, `use the preset or vocabulary of the checkpoint`);
}

function describeShape(model: ModelConfig): string {
  const { layers, width, heads, vocabularySize, context, positions = 'learned' } = model;
  const sizes = `layers ${layers}, width ${width}, heads ${heads}, vocabulary ${vocabularySize}`;
  return `${sizes}, context ${context}, ${positions} positions`;
}
