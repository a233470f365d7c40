/**
 * Checks that a vocabulary fits a model.
 *
 * @module
 */
import type { Vocabulary } from '../engine.ts';
import type { ModelConfig } from './model-config.ts';

/** Returns why the vocabulary does not fit the model, or `undefined` if it does. */
export function vocabularyProblem(
  { size, tokens }: Vocabulary,
  { vocabularySize }: ModelConfig,
): string | undefined {
  if (size === vocabularySize && (tokens === undefined || tokens.length === size)) return undefined;
  const words = tokens === undefined ? '' : ` and ${tokens.length} words`;
  return `it has ${size} ids${words}, but the model has ${vocabularySize} ids`;
}
