/**
 * The codec that an engine speaks, for callers who name none.
 *
 * @module
 */
import type { TokenCodec } from '../codec/token-codec.ts';
import type { Engine } from '../engine/engine.ts';
import type { Task } from '../task/task.ts';
import { wordCodec } from './words/word-codec.ts';

/** Returns a word codec over the engine's own vocabulary. Several tasks are told apart by instructions. */
export function tokenCodecFor(
  { vocabulary, capabilities }: Pick<Engine, 'vocabulary' | 'capabilities'>,
  tasks: readonly Pick<Task, 'instructions'>[] = [],
): TokenCodec {
  const different = new Set(tasks.map(({ instructions }) => instructions));
  return wordCodec({ vocabulary, context: capabilities.context, instructions: different.size > 1 });
}
