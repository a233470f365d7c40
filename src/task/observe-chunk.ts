/**
 * `observeChunk`: the observation of a chunk to memorise, outside an episode.
 *
 * @module
 */
import type { Chunk, MemoriseObservation, Question } from './observation.ts';

/** Returns the observation of a chunk that is read in a single step, with no Reads left. Default: no questions. */
export function observeChunk(chunk: Chunk, questions: readonly Question[] = []): MemoriseObservation {
  return { stage: 'memorise', questions, chunk, turn: 0, readsUsed: 0, readsLeft: 0 };
}
