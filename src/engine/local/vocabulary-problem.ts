import type { Vocabulary } from '../engine.ts';
import type { ModelConfig } from './model-config.ts';

/** Why a vocabulary is none for a model; `undefined` where it is one. */
export function vocabularyProblem(
  { size, tokens }: Vocabulary,
  { vocabularySize }: ModelConfig,
): string | undefined {
  if (size === vocabularySize && (tokens === undefined || tokens.length === size)) return undefined;
  const words = tokens === undefined ? '' : ` and ${tokens.length} words`;
  return `it has ${size} ids${words}, the model ${vocabularySize}`;
}
