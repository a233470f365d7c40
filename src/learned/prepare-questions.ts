/**
 * Questions prepared for the controller, with their vectors.
 *
 * @module
 */
import { type PreparedQuestion, prepareQuestion } from './question.ts';
import type { ReadVectors } from './text-vectors.ts';
import type { WordCounts } from './word-counts.ts';

/** Prepares a set of questions. */
export type PrepareQuestions = (
  texts: readonly string[],
  signal?: AbortSignal,
) => Promise<readonly PreparedQuestion[]>;

/** Question sets that stay prepared. Comparisons are cached with them. */
const MOST_PREPARED = 16;

/** Creates a function that prepares questions and keeps the sets used last. */
export function createPrepareQuestions(words: WordCounts, readVectors: ReadVectors): PrepareQuestions {
  const prepared = new Map<string, readonly PreparedQuestion[]>();
  return async (texts, signal) => {
    const key = JSON.stringify(texts);
    let questions = prepared.get(key);
    if (questions === undefined) {
      const vectors = await readVectors(texts, 'query', signal);
      questions = texts.map((text, place) => prepareQuestion(text, words, vectors[place]));
    }
    prepared.delete(key);
    prepared.set(key, questions);
    if (prepared.size > MOST_PREPARED) prepared.delete(prepared.keys().next().value!);
    return questions;
  };
}
