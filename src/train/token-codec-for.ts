/**
 * The default codec of an engine.
 *
 * @module
 */
import type { TokenCodec } from '../codec/token-codec.ts';
import type { Engine } from '../engine/engine.ts';
import type { Task } from '../task/task.ts';
import { wordCodec } from './words/word-codec.ts';

/**
 * Returns a word codec over the engine's vocabulary. Several tasks are distinguished by their instructions.
 */
export function tokenCodecFor(
  { vocabulary, capabilities }: Pick<Engine, 'vocabulary' | 'capabilities'>,
  tasks: readonly Pick<Task, 'instructions'>[] = [],
): TokenCodec {
  const different = new Set(tasks.map(({ instructions }) => instructions));
  return wordCodec({ vocabulary, context: capabilities.context, instructions: different.size > 1 });
}
